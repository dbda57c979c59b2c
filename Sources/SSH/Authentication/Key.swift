import CLibSSH

/// A key in libssh's hands, private or public.
///
/// Unchecked: a key never changes once it is made; libssh only reads it.
final class Key: @unchecked Sendable {
  let raw: ssh_key

  private init(_ raw: ssh_key) { self.raw = raw }
  deinit { ssh_key_free(raw) }

  /// nil when the passphrase is wrong or the text no key.
  convenience init?(privateText: Password, passphrase: Password?) {
    var key: ssh_key?
    let code = ssh_pki_import_privkey_base64(
      privateText.exposed, passphrase?.exposed ?? "", nil, nil, &key)
    guard code == SSH_OK, let key else { return nil }
    self.init(key)
  }

  convenience init?(_ publicKey: PublicKey) {
    var key: ssh_key?
    let type = ssh_key_type_from_name(publicKey.type)
    guard ssh_pki_import_pubkey_base64(publicKey.base64, type, &key) == SSH_OK, let key
    else { return nil }
    self.init(key)
  }

  convenience init?(certificateFile: String) {
    var key: ssh_key?
    guard ssh_pki_import_cert_file(certificateFile, &key) == SSH_OK, let key else { return nil }
    self.init(key)
  }

  /// A copy of this private key that presents `certificate`; nil when that is another key's.
  func presenting(_ certificate: Key) -> Key? {
    guard let copy = ssh_key_dup(raw).map(Key.init(_:)) else { return nil }
    let isOurs = ssh_pki_copy_cert_to_privkey(certificate.raw, copy.raw) == SSH_OK
    return isOurs ? copy : nil
  }
}
