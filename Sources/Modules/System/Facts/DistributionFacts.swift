import Values

/// The distribution, from os-release, and `lsb` from the same file.
enum DistributionFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    let path = host.exists("/etc/os-release") ? "/etc/os-release" : "/usr/lib/os-release"
    let release = OSRelease(host.text(path) ?? "")
    let name = distribution(release)
    let version = version(release, name, host)
    facts["distribution"] = .string(name)
    facts["distribution_version"] = .string(version)
    facts["distribution_major_version"] = .string(part(version, 0) ?? version)
    facts["distribution_minor_version"] = name == "Debian" ? .string(part(version, 1) ?? "") : nil
    facts["distribution_release"] = .string(codename(release))
    facts["distribution_file_path"] = .string(path)
    facts["distribution_file_variety"] = .string(isDebian(release) ? "Debian" : name)
    facts["distribution_file_parsed"] = true
    facts["os_family"] = .string(family(release, name))
    facts["lsb"] = lsb(release)
  }

  private static let names = [
    "debian": "Debian", "ubuntu": "Ubuntu", "raspbian": "Debian", "linuxmint": "Linux Mint", "kali": "Kali",
    "pop": "Pop!_OS", "devuan": "Devuan", "fedora": "Fedora", "centos": "CentOS", "rhel": "RedHat", "rocky": "Rocky",
    "almalinux": "AlmaLinux", "amzn": "Amazon", "arch": "Archlinux", "alpine": "Alpine",
    "opensuse-leap": "openSUSE Leap",
  ]

  private static func distribution(_ release: OSRelease) -> String {
    names[release["ID"] ?? ""] ?? release["NAME"] ?? "OtherLinux"
  }

  private static func isDebian(_ release: OSRelease) -> Bool {
    ["debian", "ubuntu"].contains { release["ID"] == $0 || (release["ID_LIKE"] ?? "").words.contains($0) }
  }

  private static func family(_ release: OSRelease, _ name: String) -> String {
    if isDebian(release) || name == "Devuan" { return "Debian" }
    let like = (release["ID_LIKE"] ?? "").words + [release["ID"] ?? ""]
    if like.contains("fedora") || like.contains("rhel") { return "RedHat" }
    return like.contains("suse") ? "Suse" : name
  }

  /// Debian's minor version is only in /etc/debian_version.
  private static func version(_ release: OSRelease, _ name: String, _ host: FactHost) -> String {
    let version = release["VERSION_ID"] ?? ""
    guard name == "Debian", let exact = host.line("/etc/debian_version"), exact.first?.isNumber == true else {
      return version.isEmpty ? "NA" : version
    }
    return exact
  }

  private static func codename(_ release: OSRelease) -> String {
    if let name = release["VERSION_CODENAME"] ?? release["UBUNTU_CODENAME"], !name.isEmpty { return name }
    guard let open = release["VERSION"]?.split(separator: "(").dropFirst().first else { return "NA" }
    return String(open.prefix { $0 != ")" })
  }

  private static func part(_ version: String, _ index: Int) -> String? {
    let parts = version.split(separator: ".")
    return index < parts.count ? String(parts[index]) : nil
  }

  private static func lsb(_ release: OSRelease) -> Value {
    guard let id = release["ID"] else { return .map([:]) }
    let version = release["VERSION_ID"] ?? ""
    return [
      "id": .string(names[id] ?? id), "release": .string(version), "codename": .string(codename(release)),
      "description": .string(release["PRETTY_NAME"] ?? ""), "major_release": .string(part(version, 0) ?? version),
    ]
  }
}

/// The assignments of an os-release file (freedesktop.org, os-release(5)).
struct OSRelease {
  private var values: [String: String] = [:]

  init(_ text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let mark = line.firstIndex(of: "=") else { continue }
      values[String(line[..<mark])] = ShellWords.split(String(line[line.index(after: mark)...]))?.first ?? ""
    }
  }

  subscript(_ name: String) -> String? { values[name] }
}
