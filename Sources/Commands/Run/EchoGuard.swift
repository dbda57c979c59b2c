import Glibc

/// Turns the echo on again where Ctrl-C ends the program at a password prompt.
struct EchoGuard {
  private let signals = [SIGINT, SIGTERM, SIGHUP]
  private var before: [sigaction] = []

  /// - Parameter settings: those to go back to.
  init(_ descriptor: Int32, _ settings: termios) {
    silenced = (descriptor, settings)
    for number in signals {
      var (action, old) = (sigaction(), sigaction())
      action.__sigaction_handler.sa_handler = endSilence
      sigaction(number, &action, &old)
      before.append(old)
    }
  }

  func end() {
    for (number, old) in zip(signals, before) {
      var old = old
      sigaction(number, &old, nil)
    }
    silenced = nil
  }
}

/// Read by a signal's handler, which can be given nothing. One prompt is shown at a time.
nonisolated(unsafe) private var silenced: (descriptor: Int32, settings: termios)?

/// Calls only what signal-safety(7) allows.
private func endSilence(_ number: Int32) {
  if let (descriptor, saved) = silenced {
    var settings = saved
    tcsetattr(descriptor, TCSANOW, &settings)
    write(descriptor, "\n", 1)
  }
  _exit(number == SIGINT ? ExitStatus.interrupted.rawValue : 128 + number)
}
