using PrefixConsole.Benchmarks.Replay;
using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Benchmarks.Tests.Replay;

/// <summary>One simulated worker without a scheduler.</summary>
internal sealed class EngineHarness
{
    private readonly IEngineModel _model;
    private readonly List<Dispatch> _dispatched = [];

    public EngineHarness(IEngineModel model, int cacheBlocks)
    {
        _model = model;
        Worker = model.CreateWorker(cacheBlocks, Events, Reports);
    }

    public EventQueue Events { get; } = new(new VirtualTime());

    public RecordedReports Reports { get; } = new();

    public WorkerLoad Load { get; } = new();

    public IReplayWorker Worker { get; }

    /// <summary>Arrives at the timestamp of the request.</summary>
    public Dispatch Submit(TraceRequest request)
    {
        Events.RunUntil(request.TimestampMs / 1000);
        var number = _dispatched.Count;
        var blocks = new PromptBlocks
        {
            Hashes = _model.CacheableBlocks(request, number),
            Unit = PrefixUnit.Tokens,
            BlockSize = _model.BlockTokens,
            TotalUnits = request.InputTokens,
        };
        var routing = new RoutingRequest
        {
            Id = "any",
            Model = "any",
            Namespace = new PrefixNamespace("any"),
            Blocks = blocks,
            PromptTokens = request.InputTokens,
        };
        var replayed = new ReplayRequest(number, request.TimestampMs / 1000, request, routing);
        var dispatch = new Dispatch(replayed, Load.Acquire(request.InputTokens, request.InputTokens));
        _dispatched.Add(dispatch);
        Worker.Submit(dispatch);
        return dispatch;
    }
}
