import Testing

@testable import Scenarios

struct SeedTests {
  @Test func `a seed that is drawn is shown as 1`() throws {
    let scenario = try load("seed: random\nsteps: [{ data: x }]")
    #expect(scenario.drawsSeed && scenario.drawsRuns && scenario.seed == 1)
    #expect(try !load("seed: 7\nsteps: [{ data: x }]").drawsRuns)
    #expect(try load("steps: [{ data: '${requestId}' }]").drawsRuns)
    #expect(mistakes(in: "seed: some\nsteps: [{ data: x }]").contains("or random"))
    #expect(
      mistakes(in: "seed: random\ntimeline: shared\nsteps: [{ data: x }]").contains("drawn for each request"))
    #expect(mistakes(in: "timeline: shared\nsteps: [{ data: '${requestId}' }]").contains("requestId"))
  }

  @Test func `a request's id is its number's, or else its seed's`() {
    var request = PlanRequest(seed: 1)
    let ofSeed = request.requestID
    #expect(ofSeed.utf8.count == 16)
    request.idNumber = 2
    #expect(request.requestID != ofSeed)
    request.idNumber = nil
    #expect(request.requestID == ofSeed)
    #expect((0..<1_000 as Range<UInt64>).allSatisfy { PlanRequest(seed: $0).requestID.utf8.count == 16 })
  }

  @Test func `who comes back to a run that nobody knows is told so`() throws {
    let scenario = try load("seed: random\nopen: off\nsteps: [{ id: a, data: 1 }, { id: b, data: 2 }]")
    var request = PlanRequest(lastEventID: "a", seed: 5)
    #expect(Playing.text(scenario, request) == "id: b\ndata: 2\n\n")
    request.isOfUnknownRun = true
    #expect(Playing.text(scenario, request) == "id: a\ndata: 1\n\nid: b\ndata: 2\n\n")
  }
}
