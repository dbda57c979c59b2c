import Engine
import Foundation

/// Finds playbooks by name: in ./playbooks, in the inventory's project, in the installation.
struct PlaybookFinder {
  let folders: [String]

  init(inventories: [String], installation: String? = Self.installation) {
    let projects = inventories.filter { access($0, F_OK) == 0 }.flatMap { inventory in
      let folder = URL(fileURLWithPath: inventory).deletingLastPathComponent()
      return [folder, folder.deletingLastPathComponent(), folder.deletingLastPathComponent().deletingLastPathComponent()].map {
        $0.appendingPathComponent("playbooks").path
      }
    }
    folders = ["playbooks"] + projects + (installation.map { [$0 + "/playbooks"] } ?? [])
  }

  /// The folder that counts; none where there is no playbook at all.
  var folder: String? { folders.first { access($0, R_OK) == 0 } }

  /// - Parameter name: without its ending.
  func path(of name: String) throws -> String {
    let candidates = folders.map { "\($0)/\(name).yml" }
    if let found = candidates.first(where: { access($0, R_OK) == 0 }) { return found }
    var tried: [String] = []
    for candidate in candidates where !tried.contains(candidate) { tried.append(candidate) }
    throw RunFailure(
      "the playbook '\(name).yml' was not found; tried \(tried.joined(separator: ", "))",
      hint: name == "site" ? "name one: provision inventory.txt site.yml" : "run it where the folder playbooks is, or install with 'make install'")
  }

  /// share/provision of the prefix that this program is installed in.
  static var installation: String? {
    guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
    let prefix = URL(fileURLWithPath: program).deletingLastPathComponent().deletingLastPathComponent()
    return prefix.appendingPathComponent("share/provision").path
  }
}
