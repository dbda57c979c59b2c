import Machine
import Values

/// Memory, processors, block devices and the firmware's names.
enum HardwareFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    memory(host, &facts)
    processors(host, &facts)
    firmware(host, &facts)
    facts["devices"] = .map(ValueMap(host.names(in: "/sys/block").map { (.string($0), .map(device($0, host))) }))
  }

  private static func memory(_ host: FactHost, _ facts: inout ValueMap) {
    var megabytes: [String: Int] = [:]
    for line in host.lines("/proc/meminfo") {
      let words = line.words
      if words.count > 1, let kilobytes = Int(words[1]) { megabytes[String(words[0].dropLast())] = kilobytes / 1024 }
    }
    func value(_ name: String) -> Int { megabytes[name] ?? 0 }
    let (total, free) = (value("MemTotal"), value("MemFree"))
    let (swap, freeSwap) = (value("SwapTotal"), value("SwapFree"))
    let withoutCache = free + value("Cached") + value("Buffers")
    facts["memtotal_mb"] = .int(total)
    facts["memfree_mb"] = .int(free)
    facts["swaptotal_mb"] = .int(swap)
    facts["swapfree_mb"] = .int(freeSwap)
    facts["memory_mb"] = [
      "real": ["total": .int(total), "used": .int(total - free), "free": .int(free)],
      "nocache": ["free": .int(withoutCache), "used": .int(total - withoutCache)],
      "swap": [
        "total": .int(swap), "free": .int(freeSwap), "used": .int(swap - freeSwap), "cached": .int(value("SwapCached")),
      ],
    ]
  }

  private static func processors(_ host: FactHost, _ facts: inout ValueMap) {
    let cpus = ProcessorList(host.text("/proc/cpuinfo") ?? "")
    facts["processor"] = .list(cpus.description.map { .string($0) })
    facts["processor_count"] = .int(cpus.sockets)
    facts["processor_cores"] = .int(cpus.coresEach)
    facts["processor_threads_per_core"] = .int(cpus.threadsPerCore)
    facts["processor_vcpus"] = .int(cpus.sockets * cpus.coresEach * cpus.threadsPerCore)
    facts["processor_nproc"] = .int(cpus.count)
    facts["flags"] = .list(cpus.flags.map { .string($0) })
  }

  private static func firmware(_ host: FactHost, _ facts: inout ValueMap) {
    let names = [
      "bios_date", "bios_vendor", "bios_version", "board_asset_tag", "board_name", "board_serial", "board_vendor",
      "board_version", "chassis_asset_tag", "chassis_serial", "chassis_vendor", "chassis_version", "product_name",
      "product_serial", "product_uuid", "product_version",
    ]
    for name in names { facts[name] = .string(host.line("/sys/class/dmi/id/" + name) ?? "NA") }
    facts["system_vendor"] = .string(host.line("/sys/class/dmi/id/sys_vendor") ?? "NA")
    facts["form_factor"] = .string(formFactor(host.line("/sys/class/dmi/id/chassis_type")))
  }

  private static func formFactor(_ type: String?) -> String {
    let names = [
      "Unknown", "Other", "Unknown", "Desktop", "Low Profile Desktop", "Pizza Box", "Mini Tower", "Tower", "Portable",
      "Laptop", "Notebook", "Hand Held", "Docking Station", "All In One", "Sub Notebook", "Space-saving", "Lunch Box",
      "Main Server Chassis", "Expansion Chassis", "Sub Chassis", "Bus Expansion Chassis", "Peripheral Chassis",
      "RAID Chassis", "Rack Mount Chassis", "Sealed-case PC", "Multi-system", "CompactPCI", "AdvancedTCA", "Blade",
    ]
    guard let type, let number = Int(type) else { return "NA" }
    return number < names.count ? names[number] : "NA"
  }

  private static func device(_ name: String, _ host: FactHost) -> ValueMap {
    let folder = "/sys/block/" + name
    let sectors = host.line(folder + "/size").flatMap(Int.init) ?? 0
    let sectorSize = host.line(folder + "/queue/hw_sector_size").flatMap(Int.init) ?? 512
    return [
      "virtual": host.link(folder)?.contains("/virtual/") == true ? 1 : 0,
      "vendor": host.line(folder + "/device/vendor").map { .string($0) } ?? .null,
      "model": host.line(folder + "/device/model").map { .string($0) } ?? .null,
      "serial": host.line(folder + "/device/serial").map { .string($0) } ?? .null,
      "removable": .string(host.line(folder + "/removable") ?? ""),
      "rotational": .string(host.line(folder + "/queue/rotational") ?? ""),
      "support_discard": .string(host.line(folder + "/queue/discard_granularity") ?? ""),
      "holders": .list(host.names(in: folder + "/holders").map { .string($0) }),
      "sectors": .int(sectors), "sectorsize": .string(String(sectorSize)), "size": .string(size(sectors * 512)),
      "partitions": .map(partitions(of: name, host)), "host": "",
    ]
  }

  private static func partitions(of name: String, _ host: FactHost) -> ValueMap {
    let folder = "/sys/block/" + name
    let parts = host.names(in: folder).filter { $0.hasPrefix(name) && host.exists("\(folder)/\($0)/partition") }
    return ValueMap(
      parts.map { part in
        let sectors = host.line("\(folder)/\(part)/size").flatMap(Int.init) ?? 0
        return (
          .string(part),
          [
            "start": .string(host.line("\(folder)/\(part)/start") ?? "0"), "sectors": .int(sectors), "sectorsize": 512,
            "size": .string(size(sectors * 512)),
          ]
        )
      })
  }

  /// `25.00 GB`, as Ansible prints sizes of devices.
  private static func size(_ bytes: Int) -> String {
    let units = [(1 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")]
    guard let (scale, unit) = units.first(where: { bytes >= $0.0 }) else { return "\(bytes).00 Bytes" }
    let hundredths = (bytes * 100 + scale / 2) / scale
    return "\(hundredths / 100).\(LocalTime.padded(hundredths % 100, 2)) \(unit)"
  }
}

/// /proc/cpuinfo.
struct ProcessorList {
  private(set) var description: [String] = []
  private(set) var flags: [String] = []
  private(set) var count = 0
  private var cores: [String: Int] = [:]
  private var siblings: [String: Int] = [:]

  init(_ text: String) {
    var socket = "0"
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
      guard parts.count == 2 else { continue }
      switch parts[0] {
      case "processor":
        count += 1
        description.append(parts[1])
      case "vendor_id", "model name", "Model Name", "Processor": description.append(parts[1])
      case "physical id": socket = parts[1]
      case "cpu cores": cores[socket] = Int(parts[1])
      case "siblings": siblings[socket] = Int(parts[1])
      case "flags", "Features": flags = parts[1].words
      default: break
      }
    }
  }

  var sockets: Int { cores.isEmpty ? max(count, 1) : cores.count }
  var coresEach: Int { cores.values.first ?? 1 }
  var threadsPerCore: Int { max(1, (siblings.values.first ?? coresEach) / max(1, coresEach)) }
}
