using System.Runtime.InteropServices;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>Runs a <see cref="SimulatedEngine"/> pass by pass in virtual time. Tokens and block reports come out when a pass ends.</summary>
internal sealed class VllmWorker(VllmEngineModel model, SimulatedEngine engine, EventQueue events, IBlockReports reports) : IReplayWorker
{
    private readonly Dictionary<EngineRequest, Dispatch> _dispatches = [];
    private readonly List<ulong> _run = [];
    private StepResult? _pass;

    public double PrefillSeconds { get; private set; }

    public EngineGauges Read()
    {
        var snapshot = engine.Read();
        return new EngineGauges(snapshot.Waiting, snapshot.Running, snapshot.Usage);
    }

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
        foreach (var emitted in _pass!.Emitted)
        {
            Deliver(emitted);
        }

        Report(engine.DrainBlockEvents());
        _pass = null;
        if (engine.HasWork)
        {
            StartPass();
        }
    }

    private void Deliver(EmittedToken emitted)
    {
        var dispatch = _dispatches[emitted.Request];
        if (double.IsNaN(dispatch.TimeToFirstToken))
        {
            dispatch.FirstToken(events.Time.Now, emitted.Request.CachedTokens);
        }

        if (emitted.Last)
        {
            dispatch.Finish();
            _dispatches.Remove(emitted.Request);
        }
    }

    /// <summary>Passes reports on in their order, joined as engines join them: consecutive blocks of a prompt, consecutive removals.</summary>
    private void Report(IReadOnlyList<BlockEvent> changes)
    {
        for (var i = 0; i < changes.Count;)
        {
            var first = changes[i];
            _run.Clear();
            do
            {
                _run.Add(changes[i].Hash);
                i++;
            }
            while (i < changes.Count && changes[i].Stored == first.Stored && (!first.Stored || changes[i].Parent == _run[^1]));

            var blocks = CollectionsMarshal.AsSpan(_run);
            if (first.Stored)
            {
                reports.Stored(first.Parent, blocks);
            }
            else
            {
                reports.Removed(blocks);
            }
        }
    }
}
