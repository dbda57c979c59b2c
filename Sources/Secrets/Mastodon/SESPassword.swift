import Crypto

/// The SMTP password that Amazon SES derives from an IAM secret key, one for each region.
///
/// AWS, "Obtaining Amazon SES SMTP credentials": a chain of HMAC-SHA256 over fixed words, version byte 4.
package enum SESPassword {
  package static func derived(from secret: Secret, region: String) -> Secret {
    var key = Array("AWS4".utf8) + secret.revealedBytes
    for word in ["11111111", region, "ses", "aws4_request", "SendRawEmail"] {
      let code = HMAC<SHA256>.authenticationCode(for: Array(word.utf8), using: SymmetricKey(data: key))
      key = Array(code)
    }
    return Secret(Base64URL.plainText(of: [4] + key))
  }
}
