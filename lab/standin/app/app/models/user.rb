class User < ApplicationRecord
  belongs_to :account
  encrypts :otp_secret

  def password=(text)
    self.password_salt = SecureRandom.hex(16)
    self.encrypted_password = self.class.digest(text, password_salt)
  end

  def password?(text)
    ActiveSupport::SecurityUtils.secure_compare(self.class.digest(text.to_s, password_salt), encrypted_password)
  end

  def self.digest(text, salt) = OpenSSL::KDF.pbkdf2_hmac(text, salt: salt, iterations: 20_000, length: 32, hash: 'sha256').unpack1('H*')
end
