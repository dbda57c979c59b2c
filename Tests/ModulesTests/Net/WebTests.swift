import Machine
import Synchronization
import Testing
import Values

@testable import Modules

@Suite(.enabled(if: LiveFolder.has("curl"))) struct WebTests {
  let folder: LiveFolder
  let requests = Requests()

  init() throws { folder = try LiveFolder() }

  final class Requests: Sendable {
    private let all = Mutex<[String]>([])
    func add(_ text: String) { all.withLock { $0.append(text) } }
    var last: String { all.withLock { $0.last ?? "" } }
    var count: Int { all.withLock { $0.count } }
  }

  private static let sum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

  private func server() throws -> SmallServer {
    try SmallServer { [requests] text in
      requests.add(text)
      let path = text.split(separator: " ").dropFirst().first ?? ""
      func answer(_ status: String, _ body: String, _ headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)Connection: close\r\n\r\n\(body)"
      }
      switch path {
      case "/file":
        return text.contains("If-Modified-Since")
          ? answer("304 Not Modified", "") : answer("200 OK", "hello")
      case "/sums": return answer("200 OK", "00  other\n\(Self.sum) *file\n")
      case "/json":
        return answer("200 OK", #"{"a": [1]}"#, "Content-Type: application/json\r\nX-Thing: y\r\n")
      case "/moved": return answer("302 Found", "", "Location: /json\r\n")
      default: return answer("404 Not Found", "nothing here")
      }
    }
  }

  private func url(_ server: SmallServer, _ path: String) -> Value {
    .string("http://127.0.0.1:\(server.port)\(path)")
  }

  @Test func `shows no password of an address`() throws {
    let server = try server()
    let outcome = try folder.run("uri", ["url": .string("http://eve:pa@ss@127.0.0.1:\(server.port)/json")])
    #expect(!"\(outcome)".contains("pa@ss"), "\(outcome)")
    #expect(outcome.result["url"] == .string("http://eve:********@127.0.0.1:\(server.port)/json"))
  }

  @Test func `downloads once`() throws {
    let server = try server()
    let arguments: ValueMap = [
      "url": url(server, "/file"), "dest": .string(folder.path + "/f"), "mode": "0640",
    ]
    let planned = try folder.plan("get_url", arguments).outcome
    #expect(planned.isChanged && planned.unknown == nil && requests.count == 0)
    let outcome = try folder.run("get_url", arguments)
    #expect(
      outcome.isChanged && outcome.result["status_code"] == 200 && outcome.result["mode"] == "0640",
      "\(outcome.result)")
    #expect(
      outcome.result["checksum_src"] == "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"
        && outcome.result["msg"] == "OK (5 bytes)")
    #expect(try folder.text("f") == "hello" && folder.machine.files.names(in: folder.path) == ["f"])
    let again = try folder.run("get_url", arguments)
    #expect(!again.isChanged && requests.last.contains("If-Modified-Since: "))
    #expect(
      try folder.plan("get_url", arguments).outcome.unknown?.hasSuffix("/file is downloaded")
        ?? false)
    let forced = try folder.run("get_url", arguments.merging(["force": true]))
    #expect(!forced.isChanged && forced.result["checksum_dest"] == forced.result["checksum_src"])
  }

  @Test func `knows by its checksum what need not be downloaded`() throws {
    let server = try server()
    var arguments: ValueMap = [
      "url": url(server, "/file"), "dest": .string(folder.path + "/f"),
      "checksum": .string("sha256:" + Self.sum),
    ]
    #expect(try folder.run("get_url", arguments).isChanged)
    let again = try folder.run("get_url", arguments)
    #expect(!again.isChanged && again.result["msg"] == "file already exists" && requests.count == 1)
    #expect(try folder.plan("get_url", arguments).outcome.unknown == nil)
    arguments["checksum"] = .string("sha256:http://127.0.0.1:\(server.port)/sums")
    #expect(try !folder.run("get_url", arguments).isChanged)
    arguments["checksum"] = "sha256:00"
    let wrong = try folder.run("get_url", arguments)
    #expect(
      wrong.status == .failed
        && wrong.result["msg"]?.string?.contains("did not match 00; it was \(Self.sum)") ?? false)
    #expect(try folder.text("f") == "hello" && folder.machine.files.names(in: folder.path) == ["f"])
  }

  @Test func `says what could not be downloaded`() throws {
    let server = try server()
    let missing = try folder.run(
      "get_url", ["url": url(server, "/nope"), "dest": .string(folder.path + "/f")])
    #expect(missing.status == .failed && missing.result["status_code"] == 404)
    #expect(missing.result["response"] == "HTTP Error 404: Not Found")
    let refused = try folder.run(
      "get_url", ["url": "http://127.0.0.1:1/x", "dest": .string(folder.path + "/f")])
    #expect(refused.result["response"]?.string?.contains("onnect") ?? false, "\(refused.result)")
    #expect(try folder.machine.files.names(in: folder.path) == [])
  }

  @Test func `calls and returns the answer`() throws {
    let server = try server()
    let outcome = try folder.run("uri", ["url": url(server, "/moved"), "return_content": true])
    #expect(outcome.status == .ok && !outcome.isChanged, "\(outcome.result)")
    #expect(
      outcome.result["json"] == ["a": [1]] && outcome.result["status"] == 200
        && outcome.result["redirected"] == true)
    #expect(
      outcome.result["x_thing"] == "y" && outcome.result["content"] == #"{"a": [1]}"#
        && outcome.result["content_type"] == "application/json")
    #expect(
      try folder.plan("uri", ["url": url(server, "/json")]).outcome.unknown?.contains("is answered")
        ?? false)
    let missing = try folder.run("uri", ["url": url(server, "/nope")])
    #expect(missing.result["msg"] == "Status code was 404 and not [200]: HTTP Error 404: Not Found")
    #expect(
      try folder.run("uri", ["url": url(server, "/nope"), "status_code": [200, 404]]).status == .ok)
  }

  @Test func `sends bodies of all kinds`() throws {
    let server = try server()
    func post(_ more: ValueMap) throws {
      _ = try folder.run("uri", more.merging(["url": url(server, "/json"), "method": "POST"]))
    }
    try post(["body": ["k": "q\"\n\\"], "body_format": "json"])
    #expect(
      requests.last.hasSuffix(#"{"k": "q\"\n\\"}"#)
        && requests.last.contains("Content-Type: application/json"))
    try post(["body": ["a": "x y", "b": ["1", "&"]], "body_format": "form-urlencoded"])
    #expect(requests.last.hasSuffix("\r\n\r\na=x+y&b=1&b=%26"))
    try post(["body": .string(String(repeating: "z", count: 100_000)), "headers": ["X-A": "b"]])
    #expect(
      requests.last.hasSuffix("zzz") && requests.last.contains("X-A: b")
        && requests.last.utf8.count > 100_000)
  }

  @Test func `a password is on no command line and in no result`() throws {
    let machine = FakeMachine()
    try machine.makeFolders("/tmp")
    machine.fakeCommands.define("curl") { invocation in
      #expect(invocation.arguments == ["curl", "--config", "-"])
      #expect(
        String(decoding: invocation.input, as: UTF8.self).contains("user = \"me:secret-word\"\n"))
      return CommandResult(
        status: 22,
        error: Array(
          "HTTP/1.1 401 Denied to secret-word\ncurl: (22) secret-word\nprovision-answer: 401 http://h/\n"
            .utf8))
    }
    let arguments: ValueMap = [
      "url": "http://h/", "url_username": "me", "url_password": "secret-word",
    ]
    let outcome = try folder.run("uri", arguments, on: machine)
    #expect(
      outcome.status == .failed && !JSON.text(.map(outcome.result)).contains("secret-word"),
      "\(outcome.result)")
  }

  @Test func `names the package where no program can make the request`() throws {
    let machine = FakeMachine()
    let outcome = try folder.run("uri", ["url": "http://h/"], on: machine)
    #expect(outcome.result["msg"]?.string?.contains("install the package curl") ?? false)
  }

  @Test func `downloads with wget where curl is missing`() throws {
    let machine = FakeMachine()
    try machine.makeFolders("/d")
    machine.fakeCommands.define("wget") { invocation in
      let path = try #require(invocation.arguments.first { $0.hasPrefix("--output-document=") })
        .dropFirst(18)
      try machine.files.write(String(path), Array("hello".utf8))
      return CommandResult(status: 0, error: Array("  HTTP/1.1 200 OK\n  Content-Length: 5\n".utf8))
    }
    let outcome = try folder.run("get_url", ["url": "http://h/f", "dest": "/d/"], on: machine)
    #expect(outcome.isChanged && outcome.result["msg"] == "OK (5 bytes)", "\(outcome.result)")
    #expect(try machine.files.text("/d/f") == "hello")
  }

  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
  ])
  func `writes dates of HTTP`(seconds: Int, text: String) {
    #expect(HTTPDate.text(Int64(seconds) * 1_000_000_000) == text)
  }

  @Test(arguments: [
    ("https://u:p@h/a", "https://u:********@h/a"), ("https://h/a@b:c", "https://h/a@b:c"),
    ("https://u@h/", "https://u@h/"),
  ]) func `masks a password in an address`(url: String, masked: String) {
    #expect(WebRequest.masked(url) == masked)
  }

  @Test(arguments: [
    ("http://h/a/b.tgz?x=1#y", "b.tgz"), ("http://h", "index.html"), ("http://h/a/", "a"),
  ])
  func `names a file after its address`(url: String, name: String) {
    #expect(WebRequest.fileName(url) == name)
  }
}
