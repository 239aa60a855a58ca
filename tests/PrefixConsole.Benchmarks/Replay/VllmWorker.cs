using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>Runs a <see cref="SimulatedEngine"/> pass by pass in virtual time. Tokens and block reports come out when a pass ends.</summary>
internal sealed class VllmWorker(VllmEngineModel model, SimulatedEngine engine, EventQueue events, IBlockReports reports) : IReplayWorker
{
    private readonly Dictionary<EngineRequest, Dispatch> _dispatches = [];
    private StepResult? _pass;

    public int Waiting => engine.Read().Waiting;

    public int Running => engine.Read().Running;

    public double KvUsage => engine.Read().Usage;

    public double PrefillSeconds { get; private set; }

    public void Submit(Dispatch dispatch)
    {
        var request = model.CreateRequest(dispatch.Request);
        if (!engine.TrySubmit(request))
        {
            throw new InvalidOperationException("a request that fits was rejected");
        }

        _dispatches.Add(request, dispatch);
        if (_pass is null)
        {
            StartPass();
        }
    }

    private void StartPass()
    {
        _pass = engine.Step();
        PrefillSeconds += EngineTiming.PrefillMilliseconds(_pass.PrefillTokens) / VllmEngineModel.Speed / 1000;
        events.Schedule(events.Time.Now + _pass.Duration.TotalSeconds, EndPass);
    }

    private void EndPass()
    {
        var now = events.Time.Now;
        foreach (var emitted in _pass!.Emitted)
        {
            var dispatch = _dispatches[emitted.Request];
            if (double.IsNaN(dispatch.TimeToFirstToken))
            {
                dispatch.FirstToken(now, emitted.Request.CachedTokens);
            }

            if (emitted.Last)
            {
                dispatch.Finish();
                _dispatches.Remove(emitted.Request);
            }
        }

        foreach (var change in engine.DrainBlockEvents())
        {
            var hash = change.Hash;
            if (change.Stored)
            {
                reports.Stored(change.Parent, new ReadOnlySpan<ulong>(in hash));
            }
            else
            {
                reports.Removed(new ReadOnlySpan<ulong>(in hash));
            }
        }

        _pass = null;
        if (engine.HasWork)
        {
            StartPass();
        }
    }
}
