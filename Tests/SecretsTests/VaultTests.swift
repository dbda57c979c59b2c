import Testing
import Values

@testable import Secrets

@Suite struct VaultTests {
  /// Password `secret`, salt `0123456789abcdef0123456789abcdef`, content `hello\n`.
  static let plain = """
    $ANSIBLE_VAULT;1.1;AES256
    33303331333233333334333533363337333833393631363236333634363536363330333133323333
    3334333533363337333833393631363236333634363536360a336335316131393735346639373932
    62393335613165366639393035363464313035393861363666326261616366613932343764336533
    6261313938316238630a306237646635333334323035343737343266393665303637343735343763
    3535

    """

  /// Written by ansible-vault with password `pass wörd`, label `prod`.
  static let labelled = """
    $ANSIBLE_VAULT;1.2;AES256;prod
    37376137316130333732613239343065656237316631313533656335656331633263306536383930
    6438323866626435626237383433313637353734343937320a333863373764313563336666653132
    37316163376332623666636339343532373033376462383930326663353931346535383539393733
    3930303966666163390a376137306637346536663033373163363237393331386331313636633836
    34656235313833396337623064343730386562356635343261373739303361323831

    """

  private let place = Location(file: "vars.yml", line: 3, column: 8)

  private func vault(_ passwords: (String, String)...) -> Vault {
    Vault(passwords.map { Vault.Identity(label: $0.0, password: Secret($0.1)) })
  }

  @Test func `text of ansible-vault is opened`() throws {
    #expect(try vault(("default", "secret")).decrypt(Self.plain, at: place) == "hello\n")
    #expect(
      try vault(("prod", "pass wörd")).decrypt(Self.labelled, at: place) == "{{ grüße }} and 16b")
  }

  @Test func `the same salt gives the same text as Ansible's`() throws {
    let salt = Array("0123456789abcdef0123456789abcdef".utf8)
    #expect(Envelope.seal(Array("hello\n".utf8), with: Secret("secret"), salt: salt) == Self.plain)
  }

  @Test(arguments: [0, 1, 15, 16, 17, 1000]) func `what is encrypted can be decrypted`(count: Int)
    throws
  {
    let vault = vault(("prod", "x"))
    let content = (0..<count).map { UInt8($0 % 251) }
    let text = try vault.encrypt(content)
    #expect(text.hasPrefix("$ANSIBLE_VAULT;1.2;AES256;prod\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 80 })
    #expect(try vault.decryptBytes(text) == content)
  }

  @Test func `the label is a hint, every password is tried`() throws {
    let vault = vault(("dev", "wrong"), ("prod", "also wrong"), ("other", "pass wörd"))
    #expect(try vault.decrypt(Self.labelled, at: place) == "{{ grüße }} and 16b")
    #expect(vault.openedTexts() == ["{{ grüße }} and 16b"])
  }

  @Test func `opened texts stay in order, so that none is overlooked`() throws {
    let vault = vault(("default", "x"))
    for count in 0..<40 {
      _ = try vault.decrypt(vault.encrypt(Array("text \(count)".utf8)), at: place)
      #expect(vault.openedTexts(after: count) == ["text \(count)"])
    }
  }

  @Test func `line ends and indentation do not matter`() throws {
    let dressed = Self.plain.replacing("\n", with: "  \r\n   ")
    #expect(try vault(("default", "secret")).decrypt(dressed, at: place) == "hello\n")
  }

  @Test(arguments: [40, 120, 200, 290, 330, 350]) func `a changed byte anywhere is noticed`(
    offset: Int
  ) {
    var bytes = Array(Self.plain.utf8)
    bytes[offset] = bytes[offset] == 0x33 ? 0x34 : 0x33
    let text = String(decoding: bytes, as: UTF8.self)
    let error = #expect(throws: SecretError.self) {
      try vault(("default", "secret")).decrypt(text, at: place)
    }
    #expect(error?.location == place)
  }

  static let faults: [(text: String, message: String)] = [
    (String(plain.dropLast(3)), "the vault text is damaged: it is no complete hexadecimal text"),
    (
      "$ANSIBLE_VAULT;1.1;AES256\nzz\n",
      "the vault text is damaged: it is no complete hexadecimal text"
    ),
    (
      "$ANSIBLE_VAULT;1.1;AES256\n", "the vault text is damaged: it is no complete hexadecimal text"
    ),
    ("$ANSIBLE_VAULT;1.0;AES\n00\n", "vault format \"1.0\" is not supported, expected 1.1 or 1.2"),
    ("$ANSIBLE_VAULT;1.1;ROT13\n00\n", "vault cipher \"ROT13\" is not supported, expected AES256"),
    ("hello", "is no vault text, expected $ANSIBLE_VAULT;1.1;AES256"),
    ("", "is no vault text, expected $ANSIBLE_VAULT;1.1;AES256"),
  ]

  @Test(arguments: faults) func `a broken envelope is an error with its place`(
    fault: (text: String, message: String)
  ) {
    let error = #expect(throws: SecretError.self) {
      try vault(("default", "secret")).decrypt(fault.text, at: place)
    }
    #expect(
      error.map { "\($0.location?.description ?? ""): \($0.message)" } == "vars.yml:3:8: "
        + fault.message)
  }

  @Test func `a wrong password is named by its label only`() {
    let error = #expect(throws: SecretError.self) {
      try vault(("dev", "hunter2")).decrypt(Self.labelled, at: place)
    }
    #expect(
      error?.message
        == "decryption failed: the text of vault id \"prod\" is damaged or encrypted with another password (tried: dev)"
    )
    let none = #expect(throws: SecretError.self) { try vault().decrypt(Self.plain, at: place) }
    #expect(none?.message == "decryption failed: no vault password was given")
  }
}
