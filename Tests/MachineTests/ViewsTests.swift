import Testing

@testable import Machine

@Suite struct ViewsTests {
  static let status = """
    Package: nginx
    Status: install ok installed
    Priority: optional
    Section: httpd
    Architecture: amd64
    Version: 1.26.3-3
    Provides: httpd, httpd-cgi (= 1.26)
    Description: small web server
     Package: this is no field

    Package: gone
    Status: deinstall ok config-files
    Architecture: amd64
    Version: 1

    Package: libc6
    Status: install ok installed
    Architecture: amd64
    Multi-Arch: same
    Version: 2.41

    Package: libc6
    Status: install ok half-configured
    Architecture: i386
    Version: 2.41
    """

  @Test func `reads dpkg's status file`() throws {
    let status = DpkgStatus(Array(Self.status.utf8))
    let nginx = try #require(status.records(named: "nginx").first)
    #expect(nginx.isInstalled && nginx.version == "1.26.3-3" && nginx.section == "httpd")
    #expect(nginx.provides == [.init(name: "httpd"), .init(name: "httpd-cgi", version: "1.26")])
    #expect(status.records(named: "gone").map(\.isInstalled) == [false])
    #expect(status.records(named: "libc6").map(\.architecture) == ["amd64", "i386"])
    #expect(status.all().map(\.name) == ["nginx", "gone", "libc6", "libc6"])
    #expect(status.records(named: "libc6").map(\.state) == ["installed", "half-configured"])
  }

  @Test(arguments: [
    ("net.ipv4.ip_forward", "/proc/sys/net/ipv4/ip_forward"),
    ("net/ipv4/conf/eth0.1/x", "/proc/sys/net/ipv4/conf/eth0.1/x"),
    ("net.ipv4.conf.eth0/1.x", "/proc/sys/net/ipv4/conf/eth0.1/x"),
  ]) func `finds kernel parameters as sysctl does`(name: String, path: String) {
    #expect(LiveKernel.path(of: name) == path)
  }

  @Test func `reads systemd's properties`() {
    let status = UnitStatus(
      properties: LiveUnits.properties(
        "Id=a.service\nLoadState=loaded\nActiveState=active\nSubState=running\nExecStart={ a\nb }\n"
      ))
    #expect(
      status.isFound && status.activeState == "active" && status.properties.last?.1 == "{ a\nb }")
    #expect(!UnitStatus(properties: [("LoadState", "not-found")]).isFound)
    #expect(UnitStatus(properties: [("LoadState", "masked")]).isMasked)
  }

  @Test func `knows root from the files`() throws {
    let accounts = LiveMachine().accounts
    #expect(try accounts.user(named: "root")?.uid == 0 && accounts.user(id: 0)?.name == "root")
    #expect(try accounts.group(named: "root")?.gid == 0 && accounts.group(id: 0)?.name == "root")
    #expect(try accounts.user(named: "no-such-user") == nil)
  }

  @Test(arguments: [
    ("/a/b", "/a", "b"), ("/a", "/", "a"), ("/a/b//", "/a", "b"), ("/", "/", ""),
  ]) func `splits a path`(path: String, folder: String, name: String) {
    #expect(Paths.split(path) == (folder, name))
  }

  @Test(arguments: [
    ("/a/./b/../c//", "/a/c"), ("/../a", "/a"), ("../a/..", ".."), ("", "."), ("a/..", "."),
  ])
  func `normalises a path`(path: String, normal: String) { #expect(Paths.normal(path) == normal) }
}
