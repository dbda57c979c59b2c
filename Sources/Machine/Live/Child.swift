import CPlatform
import Glibc

/// A running program and our ends of its pipes.
final class Child {
  let pid: pid_t
  private(set) var input: Int32
  private(set) var output: Int32
  private(set) var error: Int32
  /// Readable once the program has ended; negative where the kernel is too old.
  let watch: Int32

  private init(pid: pid_t, input: Int32, output: Int32, error: Int32) {
    self.pid = pid
    self.input = input
    self.output = output
    self.error = error
    watch = platform_watch_process(pid)
    for descriptor in [input, output, error] where descriptor >= 0 {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  deinit {
    for descriptor in [input, output, error, watch] where descriptor >= 0 { close(descriptor) }
  }

  func closeInput() { Self.shut(&input) }
  func closeOutput() { Self.shut(&output) }
  func closeError() { Self.shut(&error) }

  private static func shut(_ descriptor: inout Int32) {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  static func start(
    _ program: String, _ invocation: Invocation, _ environment: [(name: String, value: String)],
    as user: ActingUser?
  ) throws -> Child {
    // A program that ends without reading its input must not end us.
    signal(SIGPIPE, SIG_IGN)
    let output = try Descriptor.pipe()
    let error = try Descriptor.pipe()
    let input = try invocation.input.isEmpty ? nothing() : Descriptor.pipe()
    defer { for end in [input.reading, output.writing, error.writing] { close(end) } }
    do {
      let pid = try start(
        program, invocation, environment, user, [input.reading, output.writing, error.writing])
      return Child(pid: pid, input: input.writing, output: output.reading, error: error.reading)
    } catch {
      for end in [input.writing, output.reading] where end >= 0 { close(end) }
      throw error
    }
  }

  private static func nothing() throws -> (reading: Int32, writing: Int32) {
    let number = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw MachineError.refused("read", "/dev/null", errno) }
    return (number, -1)
  }

  private static func start(
    _ program: String, _ invocation: Invocation, _ environment: [(name: String, value: String)],
    _ user: ActingUser?,
    _ ends: [Int32]
  ) throws -> pid_t {
    let arguments = CStrings(invocation.arguments)
    let variables = CStrings(environment.map { $0.name + "=" + $0.value })
    let folder = invocation.folder.map { strdup($0) } ?? nil
    let path = strdup(program)
    let groups = user?.groups ?? []
    defer {
      free(folder)
      free(path)
    }
    var pid: pid_t = 0
    var step: Int32 = 0
    let code = groups.withUnsafeBufferPointer { groups in
      var child = platform_child()
      child.program = UnsafePointer(path)
      child.arguments = UnsafePointer(arguments.pointer)
      child.environment = UnsafePointer(variables.pointer)
      child.folder = folder.map { UnsafePointer($0) }
      (child.input, child.output, child.error) = (ends[0], ends[1], ends[2])
      child.outlives_parent = invocation.isPackageManager ? 1 : 0
      child.mask = invocation.umask.map(Int32.init) ?? -1
      if let user, user.record.uid != geteuid() {
        child.changes_user = 1
        (child.uid, child.gid) = (user.record.uid, user.record.gid)
        (child.groups, child.group_count) = (groups.baseAddress, groups.count)
      }
      return platform_start_child(&child, &pid, &step)
    }
    guard code == 0 else {
      throw failure(program, invocation, user, step: UInt32(step), code: code)
    }
    return pid
  }

  private static func failure(
    _ program: String, _ invocation: Invocation, _ user: ActingUser?, step: UInt32, code: Int32
  ) -> MachineError {
    let reason = String(cString: strerror(code))
    switch platform_child_step(step) {
    case PLATFORM_USER:
      return .cannotStart(
        program, because: "cannot become \(user?.record.name ?? "the user"): \(reason)", code)
    case PLATFORM_FOLDER:
      return .cannotStart(
        program, because: "cannot change to \"\(invocation.folder ?? "")\": \(reason)", code)
    case PLATFORM_EXECUTE: return .cannotStart(program, because: reason, code)
    default: return .cannotStart(program, because: "no new process: \(reason)", code)
    }
  }
}

/// A NULL-terminated array of C strings.
private final class CStrings {
  let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    pointer = .allocate(capacity: count + 1)
    for (position, text) in strings.enumerated() { pointer[position] = strdup(text) }
    pointer[count] = nil
  }

  deinit {
    for position in 0..<count { free(pointer[position]) }
    pointer.deallocate()
  }
}
