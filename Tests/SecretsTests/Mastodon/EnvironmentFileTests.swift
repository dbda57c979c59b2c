import Testing
import Values

@testable import Secrets

@Suite struct EnvironmentFileTests {
  @Test(arguments: [
    ("A=b", "b"), ("A = b ", "b"), ("export A=b", "b"), ("A='b #c'", "b #c"), ("A=\"b \\\"c\\\"\"", "b \"c\""), ("A=b # c", "b"),
    ("A=b#c", "b#c"), ("A=", ""), ("A=x=y=", "x=y="), ("A='b\\c'", "b\\c"),
  ]) func `values are read as dotenv reads them`(line: String, value: String) {
    #expect(EnvironmentFile("# A=no\n\n" + line + "\n").values["A"] == value)
  }

  @Test func `secrets have the names of mastodon_secrets`() {
    let file = EnvironmentFile(
      """
      LOCAL_DOMAIN=toot.example
      SECRET_KEY_BASE=abc
      OTP_SECRET=def
      ACTIVE_RECORD_ENCRYPTION_KEY_DERIVATION_SALT=ghi
      AWS_SECRET_ACCESS_KEY='j k'
      SMTP_PASSWORD=
      DB_PASS=local
      """)
    #expect(
      file.secrets == ["secret_key_base": "abc", "encryption_salt": "ghi", "otp_secret": "def", "s3_secret_key": "j k"])
  }

  @Test func `passwords of servers elsewhere are taken along`() {
    let file = EnvironmentFile("DB_HOST=db.example.org\nDB_PASS=x\nREDIS_URL=rediss://r:6379\nREDIS_PASSWORD=y\n")
    #expect(file.secrets == ["database_password": "x", "redis_password": "y"])
  }
}
