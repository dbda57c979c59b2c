import Machine
import Values

/// LVM's groups, logical and physical volumes, where its tools are there and root asks.
enum VolumeFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) throws {
    guard host.machine.acting.isRoot, host.exists("/sbin/vgs") || host.exists("/usr/sbin/vgs") else { return }
    let groups = try rows(host, "vgs", "vg_name,vg_size,vg_free,lv_count,pv_count")
    let volumes = try rows(host, "lvs", "lv_name,lv_size,vg_name")
    let disks = try rows(host, "pvs", "pv_name,pv_size,pv_free,vg_name")
    facts["lvm"] = [
      "vgs": map(groups, ["size_g", "free_g", "num_lvs", "num_pvs"]), "lvs": map(volumes, ["size_g", "vg"]),
      "pvs": map(disks, ["size_g", "free_g", "vg"]),
    ]
  }

  private static func rows(_ host: FactHost, _ program: String, _ columns: String) throws -> [[String]] {
    let words = [program, "--noheadings", "--nosuffix", "--units", "g", "--separator", ",", "-o", columns]
    return (try host.output(words) ?? "").split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
    }
  }

  /// By the first column.
  private static func map(_ rows: [[String]], _ names: [String]) -> Value {
    var found = ValueMap()
    for row in rows where row.count == names.count + 1 {
      var facts = ValueMap()
      for (name, text) in zip(names, row.dropFirst()) { facts[name] = .string(text) }
      found[row[0]] = .map(facts)
    }
    return .map(found)
  }
}
