import Values

/// Reads an inventory in Ansible's INI form, line by line.
struct INIInventory {
  private let file: String
  private var section = Section(group: "ungrouped", kind: .hosts)
  /// Children that were named before their group was declared.
  private var awaitedChildren: [(child: String, parent: String, place: Location)] = []
  /// Groups that only a `:vars` section has named so far.
  private var awaitedGroups: [String: Location] = [:]
  private var declared: Set<String>

  private struct Section {
    var group: String
    var kind: Kind
    enum Kind: String { case hosts, vars, children }
  }

  static func load(
    _ bytes: [UInt8], file: String, into builder: inout InventoryBuilder
  ) throws(InventoryError) {
    var parser = INIInventory(file: file, declared: Set(builder.inventory.groupNames))
    for (number, bytes) in Self.lines(of: bytes) {
      try parser.read(Line(bytes, file: file, number: number), into: &builder)
    }
    try parser.finish(&builder)
  }

  private init(file: String, declared: Set<String>) {
    self.file = file
    self.declared = declared
  }

  /// Lines that are neither empty nor comments, with their numbers.
  private static func lines(of bytes: [UInt8]) -> some Sequence<(Int, ArraySlice<UInt8>)> {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return bytes[start...].split(separator: 10, omittingEmptySubsequences: false).enumerated().lazy
      .map { ($0.offset + 1, $0.element) }
      .filter { line in
        guard let first = line.1.first(where: { $0 != 32 && $0 != 9 && $0 != 13 }) else {
          return false
        }
        return first != UInt8(ascii: "#") && first != UInt8(ascii: ";")
      }
  }

  private mutating func read(_ line: Line, into builder: inout InventoryBuilder)
    throws(InventoryError)
  {
    if try startSection(line, &builder) { return }
    switch section.kind {
    case .hosts: try addHosts(line, &builder)
    case .vars: try addVariable(line, &builder)
    case .children: try addChild(line, &builder)
    }
  }

  private mutating func startSection(_ line: Line, _ builder: inout InventoryBuilder)
    throws(InventoryError) -> Bool
  {
    guard let header = try SectionHeader(line) else { return false }
    guard let kind = Section.Kind(rawValue: header.kind) else {
      throw .badSectionKind(header.kind, at: line.place(header.kindOffset))
    }
    builder.add(group: header.group, at: line.place(1))
    section = Section(group: header.group, kind: kind)
    if kind == .vars {
      if !declared.contains(header.group) {
        awaitedGroups[header.group] = awaitedGroups[header.group] ?? line.place(1)
      }
    } else {
      declared.insert(header.group)
      awaitedGroups[header.group] = nil
    }
    return true
  }

  private func addHosts(_ line: Line, _ builder: inout InventoryBuilder) throws(InventoryError) {
    let words = try line.words()
    if let cut = words.cutOffset {
      builder.warn(
        "\"#\" begins a comment in the middle of a word, what follows is ignored: quote the value",
        at: line.place(cut))
    }
    guard let first = words.words.first else { return }
    let address = try Address(first.text, at: line.place(first.offset))
    let vars = try words.words.dropFirst().map { (word) throws(InventoryError) in
      try variable(word, line)
    }
    for host in address.hosts {
      builder.add(host: host, to: section.group)
      for (key, value) in vars { builder.set(key, to: value, ofHost: host) }
      if let port = address.port { builder.set("ansible_port", to: .int(port), ofHost: host) }
    }
  }

  private func variable(_ word: ShellWords.Word, _ line: Line) throws(InventoryError) -> (
    String, Value
  ) {
    guard let equals = word.text.unicodeScalars.firstIndex(of: "=") else {
      throw .noAssignment(word.text, at: line.place(word.offset))
    }
    let key = String(word.text.unicodeScalars[..<equals])
    let text = String(word.text.unicodeScalars[equals...].dropFirst())
    let offset = word.offset + key.unicodeScalars.count + 1
    return (key, Self.value(of: text, at: line.place(offset)))
  }

  private func addVariable(_ line: Line, _ builder: inout InventoryBuilder) throws(InventoryError) {
    guard let equals = line.scalars.firstIndex(of: "=") else {
      throw .noAssignment(line.text, at: line.place(0))
    }
    let key = String(String.UnicodeScalarView(line.scalars[..<equals])).trimmed
    let rest = line.scalars[(equals + 1)...]
    let start = rest.firstIndex { !$0.properties.isWhitespace } ?? line.scalars.count
    let text = String(String.UnicodeScalarView(rest)).trimmed
    let value = Self.value(of: text, at: line.place(start))
    try builder.set(key, to: value, ofGroup: section.group, at: line.place(start))
  }

  private mutating func addChild(_ line: Line, _ builder: inout InventoryBuilder)
    throws(InventoryError)
  {
    let name = line.text.unicodeScalars.prefix {
      !$0.properties.isWhitespace && $0 != ":" && $0 != "]"
    }
    let rest = String(line.text.unicodeScalars.dropFirst(name.count)).trimmed
    guard !name.isEmpty, rest.isEmpty || rest.hasPrefix("#") else {
      throw .badGroupName(line.text, at: line.place(0))
    }
    awaitedChildren.append((String(name), section.group, line.place(0)))
  }

  /// Links children now that every group is declared.
  private func finish(_ builder: inout InventoryBuilder) throws(InventoryError) {
    for (child, parent, place) in awaitedChildren {
      guard declared.contains(child) else {
        let near = nearest(to: child, among: declared)
        throw .undeclaredGroup(child, at: place, hint: near.map { "did you mean \"\($0)\"?" })
      }
      try builder.add(child: child, to: parent, at: place)
    }
    if let (group, place) = awaitedGroups.min(by: { $0.value.line < $1.value.line }) {
      throw .undeclaredGroup(group, at: place, hint: nil)
    }
  }

  /// A Python literal or else the text itself, which may be a template.
  private static func value(of text: String, at place: Location) -> Value {
    guard let literal = PythonLiteral.value(of: text) else { return .trusted(text, origin: place) }
    return literal.trusted(origin: place)
  }
}

extension Value {
  /// Marks every text in a value of the operator as one that may be a template.
  func trusted(origin: Location) -> Value {
    switch self {
    case .string(let text): .trusted(text, origin: origin)
    case .list(let items): .list(items.map { $0.trusted(origin: origin) })
    case .map(let map): .map(map.mapValues { $0.trusted(origin: origin) })
    default: self
    }
  }
}

/// One line without the white space around it.
private struct Line {
  let scalars: [Unicode.Scalar]
  private let file: String
  private let number: Int
  private let indent: Int

  init(_ bytes: ArraySlice<UInt8>, file: String, number: Int) throws(InventoryError) {
    self.file = file
    self.number = number
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .notUTF8(at: Location(file: file, line: number, column: 1))
    }
    let all = Array(text.unicodeScalars)
    indent = all.prefix(while: \.properties.isWhitespace).count
    let end = all.lastIndex { !$0.properties.isWhitespace } ?? -1
    scalars = end < indent ? [] : Array(all[indent...end])
  }

  var text: String { String(String.UnicodeScalarView(scalars)) }

  /// The place of an offset in the line.
  func place(_ offset: Int) -> Location {
    Location(file: file, line: number, column: indent + offset + 1)
  }

  func words() throws(InventoryError) -> ShellWords {
    do throws(ShellWords.Fault) {
      return try ShellWords(scalars)
    } catch {
      switch error {
      case .unclosedQuote(let offset): throw .unclosedQuote(at: place(offset))
      case .danglingEscape(let offset): throw .danglingEscape(at: place(offset))
      }
    }
  }
}

/// `[group]` or `[group:kind]`, with a comment behind.
private struct SectionHeader {
  let group: String
  let kind: String
  let kindOffset: Int

  /// Nil where the line is no section; a line that only looks like one is an error.
  init?(_ line: Line) throws(InventoryError) {
    guard line.scalars.first == "[" else { return nil }
    let body = line.scalars.dropFirst()
    let name = body.prefix { $0 != ":" && $0 != "]" && !$0.properties.isWhitespace }
    var rest = body.dropFirst(name.count)
    var kind = "hosts"
    var offset = 0
    if rest.first == ":" {
      let word = rest.dropFirst().prefix {
        $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil
      }
      offset = word.startIndex
      kind = String(String.UnicodeScalarView(word))
      rest = rest.dropFirst(word.count + 1)
    }
    let tail = rest.dropFirst().drop(while: \.properties.isWhitespace)
    guard !name.isEmpty, !kind.isEmpty, rest.first == "]", tail.isEmpty || tail.first == "#" else {
      if line.scalars.contains("]") && line.scalars.last != "]" { return nil }
      throw .badSection(line.text, at: line.place(0))
    }
    group = String(String.UnicodeScalarView(name))
    self.kind = kind
    kindOffset = offset
  }
}
