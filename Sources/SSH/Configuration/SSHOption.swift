/// One setting: a keyword of ssh_config(5) in lower case and its value.
struct SSHOption: Sendable, Hashable {
  let keyword: String
  let value: String

  init(_ keyword: String, _ value: String) {
    self.keyword = keyword.lowercased()
    self.value = value
  }
}

/// What `ssh` would be told on its command line: `ansible_ssh_common_args` and the like.
struct SSHArguments: Sendable, Hashable {
  var options: [SSHOption] = []
  /// `-F`.
  var configurationFile: String?
  /// `-W`: where standard input and output are to go.
  var relay: String?
  /// What is no option: the destination, in a ProxyCommand.
  var rest: [String] = []

  /// - Throws: `SSHError` for an option that we would have to ignore but may not.
  init(_ text: String) throws { try self.init(words: ShellWords.split(text)) }

  init(words: [String]) throws {
    var words = words[...]
    while let word = words.popFirst() {
      guard word.hasPrefix("-"), word.count > 1 else {
        rest.append(word)
        continue
      }
      try read(word, &words)
    }
  }

  /// `-v`, `-p 22` or `-p22`; flags may be joined: `-qT`.
  private mutating func read(_ word: String, _ words: inout ArraySlice<String>) throws {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      if try set(flag: letter) { continue }
      guard "oFJpilWSEbcm".contains(letter) else { throw SSHError.unsupportedOption("-\(letter)") }
      guard let value = letters.isEmpty ? words.popFirst() : String(letters) else {
        throw SSHError.badArguments(word, "-\(letter) needs a value")
      }
      return try set(letter, value)
    }
  }

  private mutating func set(flag: Character) throws -> Bool {
    switch flag {
    case "4": options.append(SSHOption("AddressFamily", "inet"))
    case "6": options.append(SSHOption("AddressFamily", "inet6"))
    case "C", "q", "v", "a", "x", "T", "n", "k", "N": break
    default: return false
    }
    return true
  }

  private mutating func set(_ letter: Character, _ value: String) throws {
    switch letter {
    case "o": try add(value)
    case "F": configurationFile = value
    case "J": options.append(SSHOption("ProxyJump", value))
    case "p": options.append(SSHOption("Port", value))
    case "i": options.append(SSHOption("IdentityFile", value))
    case "l": options.append(SSHOption("User", value))
    case "W": relay = value
    case "S", "E": break
    default: throw SSHError.unsupportedOption("-\(letter)")
    }
  }

  /// `Keyword=value` or `Keyword value`.
  private mutating func add(_ text: String) throws {
    guard let (keyword, value) = SSHConfigFile.keywordAndValue(text) else {
      throw SSHError.badArguments("-o \(text)", "expected Keyword=value")
    }
    let option = SSHOption(keyword, value)
    guard SSHKeywords.isSupported(option) else { throw SSHError.unsupportedOption(keyword) }
    options.append(option)
  }
}

/// Which settings we honour, and which may be passed over without harm.
enum SSHKeywords {
  private static let honoured: Set<String> = [
    "hostname", "user", "port", "identityfile", "identitiesonly", "identityagent",
    "certificatefile", "userknownhostsfile", "globalknownhostsfile", "stricthostkeychecking",
    "hostkeyalias", "proxyjump", "proxycommand", "connecttimeout", "addressfamily",
    "preferredauthentications", "pubkeyauthentication", "passwordauthentication",
    "kbdinteractiveauthentication", "challengeresponseauthentication",
  ]

  /// They concern terminals, multiplexing, logging or speed, or name what we do anyhow.
  private static let harmless: Set<String> = [
    "controlmaster", "controlpersist", "controlpath", "compression", "serveraliveinterval",
    "serveralivecountmax", "tcpkeepalive", "loglevel", "batchmode", "visualhostkey",
    "hashknownhosts", "updatehostkeys", "checkhostip", "sendenv", "escapechar",
    "exitonforwardfailure", "permitlocalcommand", "connectionattempts", "numberofpasswordprompts",
    "verifyhostkeydns", "addkeystoagent", "ipqos", "rekeylimit", "clearallforwardings",
    "gssapiauthentication", "gssapidelegatecredentials", "gssapikeyexchange", "fingerprinthash",
    "hostbasedauthentication", "forwardx11trusted", "streamlocalbindunlink", "xauthlocation",
  ]

  /// Harmless only when they ask for nothing.
  private static let harmlessIfOff: Set<String> = ["forwardagent", "forwardx11", "requesttty"]

  static func isSupported(_ option: SSHOption) -> Bool {
    if harmlessIfOff.contains(option.keyword) {
      return ["no", "false"].contains(option.value.lowercased())
    }
    return honoured.contains(option.keyword) || harmless.contains(option.keyword)
  }
}
