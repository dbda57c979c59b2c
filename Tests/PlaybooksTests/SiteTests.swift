import Foundation
import Testing

@testable import Playbooks

@Suite struct SiteTests {
  static let playbooks: [String] = {
    let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../playbooks").standardized.path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yml") }.sorted().map { folder + "/" + $0 }
  }()

  @Test("the repository's playbooks load without problems and warnings", arguments: playbooks)
  func loads(_ path: String) throws {
    let playbook = try PlaybookLoader().load(path)
    #expect(!playbook.plays.isEmpty)
    #expect(playbook.warnings.map(\.description) == [])
  }
}
