import Testing

@testable import Scenarios

struct SequenceTests {
  @Test(
    arguments: [
      (
        "random()",
        [
          "0.7415648787718233", "0.1599103928769201", "0.27860113025513866", "0.34419071652363753",
          "0.03803016854024621",
        ]
      ),
      ("int(1, 6)", ["5", "1", "2", "3", "1"]),
      ("int(-1000000, 1000000)", ["483130", "-680180", "-442798", "-311619", "-923940"]),
      (
        "float(0, 1)",
        [
          "0.7415648787718233", "0.1599103928769201", "0.27860113025513866", "0.34419071652363753",
          "0.03803016854024621",
        ]
      ),
      ("float(20, 25, 1)", ["23.7", "20.8", "21.4", "21.7", "20.2"]),
      (
        "normal(0, 1)",
        [
          "0.6481773615835266", "-0.9948262326814028", "-0.5870021539269944", "-0.40105255207914714",
          "-1.7740170098970354",
        ]
      ),
      ("normal(100, 15, 2)", ["109.72", "85.08", "91.19", "93.98", "73.39"]),
      ("chance(0.3)", ["false", "true", "true", "false", "true"]),
      ("pick('a', 'b', 'c', 'd')", [#""c""#, #""a""#, #""b""#, #""b""#, #""a""#]),
      ("pick(['a', 'b', 'c', 'd'])", [#""c""#, #""a""#, #""b""#, #""b""#, #""a""#]),
      (
        "weighted({ok: 2, slow: 1, error: 1})", [#""slow""#, #""ok""#, #""ok""#, #""ok""#, #""ok""#]
      ),
      ("weighted([['x', 1], ['y', 3]])", [#""y""#, #""x""#, #""y""#, #""y""#, #""x""#]),
      ("shuffle(range(6))", ["[2,5,3,1,0,4]", "[0,2,4,3,1,5]", "[0,3,5,4,2,1]"]),
      (
        "uuid()",
        [
          #""bdd73226-2feb-4e95-a8ef-e333b266f103""#, #""47526757-130f-4f52-981c-e1ff0e4ae394""#,
          #""09bc585a-2448-43f2-9e44-31fa3c80db06""#,
        ]
      ),
      ("hex(20)", [#""bdd732262feb6e9528ef""#, #""47526757130f9f52581c""#, #""09bc585a244823f2de44""#]),
      ("firstName()", [#""Noor""#, #""Bruno""#, #""Elena""#, #""Frances""#, #""Alan""#]),
      ("lastName()", [#""Perlman""#, #""Dijkstra""#, #""Hamilton""#, #""Hopper""#, #""Allen""#]),
      (
        "name()",
        [#""Noor Dijkstra""#, #""Elena Hopper""#, #""Alan Silva""#, #""Clara Santos""#, #""Frances Moreau""#]
      ),
      (
        "email()",
        [#""noor.dijkstra@example.com""#, #""frances.allen@example.net""#, #""clara.santos@example.org""#]
      ),
      (
        "words(3)",
        [
          #""remote cycle forest""#, #""header archive source""#, #""event sensor header""#,
          #""order edge memory""#, #""metric minute pencil""#,
        ]
      ),
      (
        "sentence()",
        [
          #""Cycle forest header archive source event sensor header order edge.""#,
          #""Metric minute pencil edge channel memory change pocket.""#,
        ]
      ),
      (
        "ip()",
        [#""203.0.113.41""#, #""192.0.2.88""#, #""192.0.2.221""#, #""192.0.2.204""#, #""198.51.100.158""#]
      ),
      (
        "url()",
        [
          #""https://example.net/cycle/forest""#, #""https://example.org/archive/source""#,
          #""https://example.com/sensor/header""#,
        ]
      ),
      (
        "logLine()",
        [
          #""INFO  GET /api/forest/344 200 10ms""#, #""INFO  GET /api/sensor/340 200 155ms""#,
          #""INFO  GET /api/metric/520 200 167ms""#,
        ]
      ),
      ("walk(100, 5)", ["100", "96.599104", "94.385115", "92.827022", "88.207324"]),
      ("walk(50, 40, 0, 100)", ["50", "22.792831", "5.080922", "7.383821", "29.573766"]),
      ("walk(10, 1, null, null, counter % 2)", ["10", "10", "9.557202", "9.688381", "8.633263"]),
      ("sine(7, -1, 1, counter)", ["0.781831", "0.974928", "0.433884", "-0.433884", "-0.974928"]),
      ("sine('3s', 0, 100)", ["93.30127", "6.69873", "50", "93.30127", "6.69873"]),
      ("triangle(7, 0, 10, counter)", ["2.857143", "5.714286", "8.571429", "8.571429", "5.714286"]),
      ("sawtooth(7, 0, 10, counter)", ["1.428571", "2.857143", "4.285714", "5.714286", "7.142857"]),
      ("square(4, 0, 1, counter)", ["0", "1", "1", "0", "0"]),
      ("step(2, ['a', 'b', 'c'], counter)", [#""a""#, #""b""#, #""b""#, #""c""#, #""c""#]),
    ] as [(String, [String])])
  func
    `with seed 42 the values are those that were recorded, so that a scenario plays tomorrow as it does today`(
      _ text: String, _ values: [String]
    ) throws
  {
    #expect(try Recorded.sequence(text, count: values.count) == values)
  }

  @Test
  func `another seed gives other values, the same one the same`() throws {
    let first = try Recorded.sequence("uuid()", seed: 1, count: 20)
    #expect(try Recorded.sequence("uuid()", seed: 1, count: 20) == first)
    #expect(try Recorded.sequence("uuid()", seed: 2, count: 20) != first)
    #expect(Set(first).count == 20)
  }

  @Test
  func `whole numbers are drawn evenly, with both ends, and from the widest range there is`() throws {
    var random = SeededRandom(seed: 9)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[random.whole(5, 0)] += 1 }
    #expect(counts.allSatisfy { (9_500...10_500).contains($0) })
    let wide = (0..<1_000).map { _ in random.whole(.min, .max) }
    #expect(wide.contains { $0 < 0 } && wide.contains { $0 > 0 })
  }

  @Test
  func `the normal distribution has its mean, its deviation and its tails`() throws {
    var random = SeededRandom(seed: 10)
    let draws = (0..<50_000).map { _ in Mathematics.normal(random.unit()) }
    let mean = draws.reduce(0, +) / 50_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 50_000
    #expect(abs(mean) < 0.02 && abs(variance - 1) < 0.03)
    #expect((1_900...2_700).contains(draws.count { abs($0) > 2 }))
    #expect(Mathematics.normal(0).isFinite && Mathematics.normal(1).isFinite)
    #expect(abs(Mathematics.normal(0.975) - 1.959_963_984_540_054) < 1e-8)
    #expect(abs(Mathematics.normal(0.001) + 3.090_232_306_167_813) < 1e-8)
  }

  @Test
  func `the sine is right to twelve digits without the C library`() {
    #expect(Mathematics.sine(turns: 0) == 0)
    for (turns, expected) in [
      (0.25, 1), (0.5, 0), (0.75, -1), (1.0 / 12, 0.5), (0.125, 0.707_106_781_186_547_5),
      (-0.125, -0.707_106_781_186_547_5),
      (1000.125, 0.707_106_781_186_547_5), (.infinity, 0), (1e300, 0),
    ] {
      #expect(abs(Mathematics.sine(turns: turns) - expected) < 1e-12)
    }
  }
}
