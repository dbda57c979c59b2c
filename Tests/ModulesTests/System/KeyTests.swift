import Machine
import Testing
import Values

@testable import Modules

@Suite struct KeyTests {
  /// Made by gpg, which names it by the fingerprint below.
  private static let armoured = """
    -----BEGIN PGP PUBLIC KEY BLOCK-----
    
    mDMEawD7/hYJKwYBBAHaRw8BAQdAoycY15vB0GYuujSGsjjXDpV2I9FYHaAUzVqS
    Qgz12yW0FFRlc3QgPHRAZXhhbXBsZS5vcmc+iJAEExYIADgWIQS2j25SaQnMhwjE
    P5cV8XSCOIFvYgUCawD7/gIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAKCRAV
    8XSCOIFvYnqfAQCN8Q2VqUm1s49jq1g8nURUD4Cxwh9Vh1QtLsHyws1HhwEAiBTP
    09s4fy5UHovaNHODQH55SOW7EAgzm993MCfHFgw=
    =2JkL
    -----END PGP PUBLIC KEY BLOCK-----
    """
  private static let fingerprint = "B68F6E526909CC8708C43F9715F1748238816F62"

  @Test func fingerprintsAreThoseOfGnuPG() {
    let keys = PublicKeys(Array(Self.armoured.utf8))
    #expect(keys.fingerprints == [Self.fingerprint])
    #expect(PublicKeys(keys.bytes).fingerprints == [Self.fingerprint])
    #expect(keys.removing(suffix: "38816F62").isEmpty && keys.removing(suffix: "00000000") == keys.bytes)
  }

  @Test(arguments: [[], [0x99], [0x99, 0xFF], [0xC6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x41, 0x42]] as [[UInt8]])
  func whatIsNoKeyHasNoFingerprint(_ bytes: [UInt8]) { #expect(PublicKeys(bytes).fingerprints.isEmpty) }

  @Test func aKeyIsTrustedOnceAndKnownByItsId() throws {
    let trial = try Trial(folders: ["/etc/apt/trusted.gpg.d"])
    let given: ValueMap = ["data": .string(Self.armoured)]
    let outcome = try trial.converge("apt_key", given)
    #expect(outcome["id"] == .string(Self.fingerprint))
    #expect(try trial.machine.files.names(in: "/etc/apt/trusted.gpg.d") == [Self.fingerprint + ".gpg"])
    #expect(try !trial.run("apt_key", ["id": "0x15F1748238816F62", "url": "https://nowhere.invalid/"]).isChanged)
    #expect(try trial.run("apt_key", given.merging(["id": "DEADBEEF"])).message.contains("DEADBEEF"))
    try trial.converge("apt_key", ["id": "38816F62", "state": "absent"])
    #expect(try trial.machine.files.names(in: "/etc/apt/trusted.gpg.d").isEmpty)
  }

  @Test(arguments: [[], [1], [1, 2], [1, 2, 3], [255, 0, 128, 7]] as [[UInt8]])
  func base64ReadsWhatItWrites(_ bytes: [UInt8]) { #expect(Base64.decode(Base64.encode(bytes)) == bytes) }
}
