class Account < ApplicationRecord
  has_many :statuses

  def self.create_local!(name)
    key = OpenSSL::PKey::RSA.new(2048)
    create!(username: name, private_key: key.to_pem, public_key: key.public_to_pem)
  end
end
