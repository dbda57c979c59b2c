import Glibc
import Synchronization
import Values

/// `md5_crypt` and `bcrypt`, by crypt(3) of the controller's libcrypt, which is loaded when first
/// wanted.
enum SystemCrypt {
  private typealias Function =
    @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>) -> UnsafeMutablePointer<CChar>?

  /// crypt(3) answers in one place for all threads.
  private static let function = Mutex<Function?>(load("libcrypt.so.1") ?? load("libcrypt.so.2"))

  private static func load(_ library: String) -> Function? {
    guard let handle = dlopen(library, RTLD_NOW), let symbol = dlsym(handle, "crypt") else { return nil }
    return unsafeBitCast(symbol, to: Function.self)
  }

  static func md5(_ password: String, salt: String?, size: Int?) throws -> String {
    let salt = try checked(salt, size: min(max(size ?? 8, 1), 8), within: 1...8)
    return try hash(password, setting: "$1$\(salt)$", kind: "md5")
  }

  static func bcrypt(_ password: String, salt: String?, rounds: Int?, mark: String?) throws -> String {
    let cost = rounds ?? 12
    guard (4...16).contains(cost) else { throw ValueError("rounds is \(cost), expected 4 to 16 for bcrypt") }
    let mark = mark ?? "2b"
    guard ["2a", "2b", "2y"].contains(mark) else {
      throw ValueError("ident is '\(mark)', expected 2a, 2b or 2y")
    }
    let salt = try checked(salt, size: 22, within: 22...22)
    return try hash(password, setting: "$\(mark)$\(cost < 10 ? "0" : "")\(cost)$\(salt)", kind: "bcrypt")
  }

  private static func checked(_ salt: String?, size: Int, within: ClosedRange<Int>) throws -> String {
    let salt = salt ?? PasswordHash.randomSalt(size)
    guard within.contains(salt.utf8.count) else {
      let wanted = within.count == 1 ? "\(within.upperBound)" : "\(within.lowerBound) to \(within.upperBound)"
      throw ValueError("the salt is \(salt.utf8.count) characters long, expected \(wanted)")
    }
    guard salt.utf8.allSatisfy(PasswordHash.alphabet.contains) else { throw PasswordHash.badSalt }
    return salt
  }

  private static func hash(_ password: String, setting: String, kind: String) throws -> String {
    try function.withLock { function in
      guard let function else {
        throw ValueError(
          "password_hash('\(kind)') needs the library libcrypt.so.1 on this machine (Debian: libcrypt1); "
            + "sha512 and sha256 need nothing")
      }
      guard let text = function(password, setting).map({ String(cString: $0) }), text.hasPrefix("$") else {
        throw ValueError("libcrypt on this machine refuses password_hash('\(kind)')")
      }
      return text
    }
  }
}
