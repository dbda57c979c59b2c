/// IANA's special-purpose address registries.
enum AddressBlocks {
  static let loopback = list("127.0.0.0/8", "::1/128")
  static let linkLocal = list("169.254.0.0/16", "fe80::/10")
  static let multicast = list("224.0.0.0/4", "ff00::/8")
  static let exceptions = list(
    "192.0.0.9/32", "192.0.0.10/32", "2001:1::1/128", "2001:1::2/128", "2001:3::/32",
    "2001:4:112::/48", "2001:20::/28")
  static let special = list(
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "240.0.0.0/4",
    "255.255.255.255/32", "::1/128", "::/128", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64",
    "2001::/23",
    "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10")

  private static func list(_ texts: String...) -> [Network] { texts.compactMap { Network($0) } }
}
