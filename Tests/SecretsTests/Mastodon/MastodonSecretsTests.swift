import Testing
import Values

@testable import Secrets

@Suite struct MastodonSecretsTests {
  @Test func `generated secrets are whole and new each time`() throws {
    let one = MastodonSecrets.generate()
    let two = MastodonSecrets.generate()
    #expect(one.problems.isEmpty)
    for name in one.values.keys.compactMap(\.string) { #expect(one.values[name] != two.values[name]) }
    #expect(one.values["secret_key_base"]?.string?.wholeMatch(of: #/[0-9a-f]{128}/#) != nil)
    for name in ["encryption_primary_key", "encryption_deterministic_key", "encryption_salt"] {
      #expect(one.values[name]?.string?.wholeMatch(of: #/[A-Za-z0-9]{32}/#) != nil)
    }
    #expect(one.values["vapid_private_key"]?.string?.count == 44)
    #expect(one.values["vapid_public_key"]?.string?.count == 88)
  }

  static let wrong: [(change: ValueMap, problem: String)] = [
    (["secret_key_base": ""], "secret_key_base is missing"),
    (["secret_key_base": "short"], "secret_key_base has 5 characters, expected at least 64"),
    (["encryption_salt": .null], "encryption_salt is missing"),
    (["encryption_primary_key": "xDO_NOT_USE_IN_PRODUCTION"], "encryption_primary_key is Mastodon's placeholder"),
    (["vapid_private_key": "no!"], "vapid_private_key is no base64url text of 32 bytes"),
    (
      ["vapid_public_key": "AAAA"],
      "vapid_public_key does not belong to vapid_private_key: it is no base64url text of 65 bytes, the first 04"
    ),
    (
      ["vapid_private_key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],
      "vapid_private_key is no key of the curve P-256"
    ),
    (
      ["vapid_private_key": .string(VAPIDKeys.generate().privateKey)],
      "vapid_public_key does not belong to vapid_private_key"
    ),
  ]

  @Test(arguments: wrong) func `what is wrong is said without the secret`(change: ValueMap, problem: String) {
    let secrets = MastodonSecrets(MastodonSecrets.generate().values.merging(change))
    #expect(secrets.problems == [problem])
  }

  @Test func `existing secrets are kept`() {
    let kept = MastodonSecrets.generate().keeping(["encryption_salt": "old", "otp_secret": "older", "backup_password": ""])
    #expect(kept.values["encryption_salt"] == "old" && kept.values["otp_secret"] == "older")
    #expect(kept.values["backup_password"]?.string?.isEmpty == false)
  }
}

@Suite struct VAPIDKeysTests {
  /// Pairs that openssl made, and one whose private key has lost its leading zero as Mastodon's generator writes it.
  @Test(arguments: [
    (
      "QFfXLkEslNHIV9BTvTbArL31JT0ZnXdeoo7JEKCvS7g=",
      "BJXMF6-zsIE-1-kXTFz7KVU5gHEb6qcGpVPmzqqdcPrDVZzkLcA24250P9eXSv8qxdJs8lT5KNuk1tHazHwi1xM="
    ),
    (
      "QFfXLkEslNHIV9BTvTbArL31JT0ZnXdeoo7JEKCvS7g",
      "BJXMF6-zsIE-1-kXTFz7KVU5gHEb6qcGpVPmzqqdcPrDVZzkLcA24250P9eXSv8qxdJs8lT5KNuk1tHazHwi1xM"
    ),
    (
      "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw==",
      "BHpZMYCGDEA3yDwSdJhFyO4UJN0pf63LiV41glXSx9KyqMolWA8mJv5XkGL_G5n_kcJKDaBvsytb4gFIySSfVlA="
    ),
  ]) func `a true pair is recognised`(privateKey: String, publicKey: String) {
    #expect(VAPIDKeys(privateKey: privateKey, publicKey: publicKey).problem == nil)
  }

  @Test(arguments: [[], [0], [0xFB, 0xEF], [1, 2, 3], Array(0...255)] as [[UInt8]]) func `base64url comes back`(bytes: [UInt8]) {
    #expect(Base64URL.bytes(of: Base64URL.text(of: bytes)) == bytes)
  }

  @Test(arguments: ["A", "AAAAA", "A A=", "A==="]) func `other text is no base64url`(text: String) {
    #expect(Base64URL.bytes(of: text) == nil)
  }
}

@Suite struct SESPasswordTests {
  /// Computed with Python's hmac as AWS documents it.
  @Test(arguments: [
    ("us-east-1", "BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9"), ("eu-west-3", "BDDdpSTzbzUY3SJq/n4Oq7heDuCWbOtogMi5S3AR673+"),
  ]) func `the password is the region's own`(region: String, password: String) {
    let secret = Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    #expect(SESPassword.derived(from: secret, region: region).revealed == password)
  }
}
