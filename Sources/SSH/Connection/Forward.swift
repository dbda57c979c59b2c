import CLibSSH
import Glibc

/// A direct-tcpip channel whose near end is a socket: what a connection through a jump host
/// talks to. It belongs to the jump session's thread.
final class Forward: PollSource {
  private static let packet = 128 << 10

  let raw: ssh_channel
  /// The end of the socket pair that is ours; -1 after the end.
  private var descriptor: Int32 = -1
  private let callbacks: UnsafeMutablePointer<ssh_channel_callbacks_struct>
  private var leaving = OutgoingBytes()
  private var buffer = [UInt8](repeating: 0, count: packet)
  /// Read from libssh, not yet taken by the socket.
  private var kept = OutgoingBytes()
  /// Bytes wait, here or inside libssh, because the socket took no more.
  private var isStuck = false
  private var isInputOver = false
  private var isClosed = false
  private var isFreed = false

  init(on session: Session) throws {
    guard let raw = ssh_channel_new(session.raw) else {
      throw SSHError.system("ssh_channel_new", ENOMEM)
    }
    self.raw = raw
    callbacks = .allocate(capacity: 1)
    callbacks.initialize(to: ssh_channel_callbacks_struct())
    callbacks.pointee.size = MemoryLayout<ssh_channel_callbacks_struct>.size
    callbacks.pointee.userdata = Unmanaged.passUnretained(self).toOpaque()
    callbacks.pointee.channel_data_function = forwardArrived
    callbacks.pointee.channel_eof_function = forwardClosed
    callbacks.pointee.channel_close_function = forwardClosed
    ssh_set_channel_callbacks(raw, callbacks)
  }

  deinit {
    free()
    callbacks.deallocate()
  }

  var isOver: Bool { descriptor < 0 }

  /// Takes over `descriptor`.
  func attach(_ descriptor: Int32) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  var interest: (descriptor: Int32, events: Int16)? {
    guard descriptor >= 0 else { return nil }
    var events: Int32 = isStuck ? POLLOUT : 0
    if !isInputOver && leaving.isEmpty && ssh_channel_window_size(raw) > 0 { events |= POLLIN }
    return (descriptor, Int16(events))
  }

  func ready(_ events: Int16) {
    guard descriptor >= 0 else { return }
    if Int32(events) & POLLIN != 0 { readSocket() }
    if Int32(events) & (POLLHUP | POLLERR) != 0 && Int32(events) & POLLIN == 0 { hangUp() }
  }

  func tick() {
    guard descriptor >= 0 else { return }
    writeChannel()
    if isStuck { writeSocket() }
    if isClosed && !isStuck { hangUp() }
  }

  /// Ends both sides.
  func hangUp() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    ssh_channel_close(raw)
  }

  /// Before the session is freed.
  func free() {
    guard !isFreed else { return }
    isFreed = true
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    ssh_remove_channel_callbacks(raw, callbacks)
    ssh_channel_free(raw)
  }
}

extension Forward {
  private func readSocket() {
    let wanted = min(Int(ssh_channel_window_size(raw)), Self.packet)
    guard wanted > 0 else { return }
    let count = read(descriptor, &buffer, wanted)
    if count > 0 { leaving.append(Array(buffer[..<count])) }
    if count == 0 { isInputOver = true }
    writeChannel()
  }

  private func writeChannel() {
    var isAccepting = true
    while isAccepting && !leaving.isEmpty {
      let taken = leaving.drain(atMost: Int(ssh_channel_window_size(raw))) { bytes, count in
        Int(ssh_channel_write(raw, bytes, UInt32(count)))
      }
      isAccepting = taken > 0
    }
    if isInputOver && leaving.isEmpty { hangUp() }
  }

  /// Empties what libssh holds into the socket, as far as it takes it; reading opens the window.
  private func writeSocket() {
    repeat {
      if kept.isEmpty {
        let count = ssh_channel_read_nonblocking(raw, &buffer, UInt32(Self.packet), 0)
        isStuck = count > 0
        if count > 0 { kept.append(Array(buffer[..<Int(count)])) }
      }
      _ = kept.drain(atMost: Self.packet) { bytes, count in
        send(descriptor, bytes, count, Int32(MSG_NOSIGNAL))
      }
    } while isStuck && kept.isEmpty
  }

  /// Returns how many bytes the socket took; libssh keeps the rest and closes the window.
  fileprivate func arrived(_ data: UnsafeRawPointer?, _ count: Int) -> Int32 {
    guard descriptor >= 0 else { return Int32(count) }
    guard !isStuck else { return 0 }
    let taken = max(0, send(descriptor, data, count, Int32(MSG_NOSIGNAL)))
    isStuck = taken < count
    return Int32(taken)
  }

  fileprivate func closed() { isClosed = true }
}

private func forwardArrived(
  _: ssh_session?, _: ssh_channel?, _ data: UnsafeMutableRawPointer?, _ count: UInt32, _: Int32,
  _ userdata: UnsafeMutableRawPointer?
) -> Int32 {
  guard let userdata else { return 0 }
  let forward = Unmanaged<Forward>.fromOpaque(userdata).takeUnretainedValue()
  return forward.arrived(data, Int(count))
}

private func forwardClosed(
  _: ssh_session?, _: ssh_channel?, _ userdata: UnsafeMutableRawPointer?
) {
  guard let userdata else { return }
  Unmanaged<Forward>.fromOpaque(userdata).takeUnretainedValue().closed()
}
