import Testing

/// Tests with real servers, agents and accounts. One at a time: they wait in the test's own thread
/// and would hold up each other.
@Suite("Live", .serialized)
enum Live {}
