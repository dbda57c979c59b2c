import CLibSSH
import Glibc

/// One libssh channel that runs a command. It belongs to its session's thread.
final class ExecChannel {
  /// What we announce as receive window; libssh alone would stop at 1.28 MB, which is 4 MB/s at
  /// 150 ms.
  private static let window = 4 << 20
  private static let packet = 128 << 10

  let raw: ssh_channel
  let stream = ByteStream()
  private let callbacks: UnsafeMutablePointer<ssh_channel_callbacks_struct>
  private var exit: ChannelExit?
  private var isClosed = false
  private var isFreed = false
  private var isInputClosed = false
  /// Bytes wait inside libssh because the stream had no room.
  private var isStuck = false
  private var arrivedSinceWindow = 0

  /// The callbacks must be set before the command starts: early output is never announced later.
  init(on session: Session) throws {
    guard let raw = ssh_channel_new(session.raw) else {
      throw SSHError.system("ssh_channel_new", ENOMEM)
    }
    self.raw = raw
    callbacks = .allocate(capacity: 1)
    callbacks.initialize(to: ssh_channel_callbacks_struct())
    callbacks.pointee.size = MemoryLayout<ssh_channel_callbacks_struct>.size
    callbacks.pointee.userdata = Unmanaged.passUnretained(self).toOpaque()
    callbacks.pointee.channel_data_function = dataArrived
    callbacks.pointee.channel_close_function = channelClosed
    callbacks.pointee.channel_exit_status_function = statusArrived
    callbacks.pointee.channel_exit_signal_function = signalArrived
    ssh_set_channel_callbacks(raw, callbacks)
  }

  deinit {
    free()
    callbacks.deallocate()
  }

  /// Before the session is freed.
  func free() {
    guard !isFreed else { return }
    isFreed = true
    ssh_remove_channel_callbacks(raw, callbacks)
    ssh_channel_free(raw)
  }

  /// Moves what can be moved; `scratch` holds a whole window.
  func pump(_ scratch: UnsafeMutableRawPointer) {
    guard !isFreed else { return }
    write()
    if isStuck { readRest(scratch) }
    if arrivedSinceWindow > Self.window / 4 && !isStuck { widenWindow(scratch) }
    guard isClosed && !isStuck else { return }
    stream.finish(.finished(exit))
    // Until we close our side too, the server counts the channel against MaxSessions.
    free()
  }

  /// libssh has no setter, but asking for N bytes announces a window of N.
  func widenWindow(_ scratch: UnsafeMutableRawPointer) {
    arrivedSinceWindow = 0
    let count = ssh_channel_read_timeout(raw, scratch, UInt32(Self.window), 0, 0)
    if count > 0 { stream.arrive(UnsafeRawBufferPointer(start: scratch, count: Int(count))) }
  }

  static func scratch() -> UnsafeMutableRawPointer { .allocate(byteCount: window, alignment: 16) }
}

extension ExecChannel {
  /// libssh announces no window updates: whoever has bytes tries after every round.
  private func write() {
    var isAccepting = true
    while isAccepting && !stream.leaving.isEmpty {
      let room = min(Int(ssh_channel_window_size(raw)), Self.packet)
      let taken = stream.leaving.drain(atMost: room) { bytes, count in
        Int(ssh_channel_write(raw, bytes, UInt32(count)))
      }
      isAccepting = taken > 0
    }
    if !stream.isCongested { stream.wakeWriters() }
    if stream.isFinishing && stream.leaving.isEmpty && !isInputClosed {
      isInputClosed = true
      ssh_channel_send_eof(raw)
    }
  }

  private func readRest(_ scratch: UnsafeMutableRawPointer) {
    isStuck = false
    while stream.room > 0 {
      let wanted = UInt32(min(stream.room, Self.packet))
      let count = ssh_channel_read_nonblocking(raw, scratch, wanted, 0)
      guard count > 0 else { return }
      stream.arrive(UnsafeRawBufferPointer(start: scratch, count: Int(count)))
    }
    isStuck = ssh_channel_poll(raw, 0) > 0
  }

  /// Returns how many bytes were taken; libssh keeps the rest and closes the window.
  fileprivate func arrived(_ bytes: UnsafeRawBufferPointer, isError: Bool) -> Int32 {
    if isError {
      stream.arriveError(bytes)
      return Int32(bytes.count)
    }
    let taken = isStuck ? 0 : min(bytes.count, stream.room)
    if taken > 0 { stream.arrive(UnsafeRawBufferPointer(rebasing: bytes[..<taken])) }
    arrivedSinceWindow += taken
    isStuck = taken < bytes.count
    return Int32(taken)
  }

  fileprivate func ended(_ exit: ChannelExit) { self.exit = exit }
  fileprivate func closed() { isClosed = true }
}

private func channel(_ userdata: UnsafeMutableRawPointer?) -> ExecChannel? {
  userdata.map { Unmanaged<ExecChannel>.fromOpaque($0).takeUnretainedValue() }
}

private func dataArrived(
  _: ssh_session?, _: ssh_channel?, _ data: UnsafeMutableRawPointer?, _ count: UInt32,
  _ isError: Int32, _ userdata: UnsafeMutableRawPointer?
) -> Int32 {
  let bytes = UnsafeRawBufferPointer(start: data, count: Int(count))
  return channel(userdata)?.arrived(bytes, isError: isError != 0) ?? 0
}

private func channelClosed(
  _: ssh_session?, _: ssh_channel?, _ userdata: UnsafeMutableRawPointer?
) {
  channel(userdata)?.closed()
}

private func statusArrived(
  _: ssh_session?, _: ssh_channel?, _ status: Int32, _ userdata: UnsafeMutableRawPointer?
) {
  channel(userdata)?.ended(.status(status))
}

private func signalArrived(
  _: ssh_session?, _: ssh_channel?, _ signal: UnsafePointer<CChar>?, _: Int32,
  _: UnsafePointer<CChar>?, _: UnsafePointer<CChar>?, _ userdata: UnsafeMutableRawPointer?
) {
  channel(userdata)?.ended(.signal(signal.map { String(cString: $0) } ?? "unknown"))
}
