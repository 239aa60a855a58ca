using PrefixConsole.Simulation.Hosting;

namespace PrefixConsole.Hosting;

/// <summary>A fault to give a simulated worker, and how.</summary>
internal sealed record FaultOrder(SimulatedFault Fault, int Batches = FaultOrder.DefaultBatches, bool Healable = false, int Milliseconds = FaultOrder.DefaultMilliseconds)
{
    public const int DefaultBatches = 50;
    public const int MaxBatches = 1_000_000;
    public const int DefaultMilliseconds = 2000;
    public const int MaxMilliseconds = 60_000;

    /// <summary>Those that the console offers.</summary>
    public static IReadOnlyList<(string TestId, string Title, string Hint, FaultOrder Order)> All { get; } =
    [
        ("restart", "Restart", "Stop and start again on the same port with an empty cache", new(SimulatedFault.Restart)),
        ("drop", "Lose 50 batches", "The next 50 batches of KV events are numbered and lost for good", new(SimulatedFault.DropEvents)),
        ("drop-healable", "Lose 50 batches, replayable", "The next 50 batches are lost on the way and can be replayed", new(SimulatedFault.DropEvents, Healable: true)),
        ("clear", "Clear cache silently", "The cache is lost and no event tells of it", new(SimulatedFault.ClearSilently)),
        ("lag", "Late events (2 s)", "KV events are published two seconds late", new(SimulatedFault.Lag)),
        ("stop", "Stop events", "No KV events are published", new(SimulatedFault.StopEvents)),
        ("undo", "Undo", "Takes every fault back", new(SimulatedFault.None)),
    ];

    public static SimulatedWorker? Find(SimulatedFleet? fleet, string id) => fleet?.Workers.FirstOrDefault(w => w.Id == id);

    /// <summary>Gives it.</summary>
    /// <returns>What was done, in words.</returns>
    /// <exception cref="IOException">The worker did not come back; it can be restarted again.</exception>
    public async Task<string> GiveAsync(SimulatedWorker worker)
    {
        switch (Fault)
        {
            case SimulatedFault.Restart:
                await RestartAsync(worker);
                return "Restarted.";
            case SimulatedFault.DropEvents:
                worker.DropEvents(Batches, Healable);
                return "";
            case SimulatedFault.ClearSilently:
                return FormattableString.Invariant($"{worker.ClearCacheSilently():N0} blocks were lost.");
            case SimulatedFault.Lag:
                worker.LagEvents(TimeSpan.FromMilliseconds(Milliseconds));
                return "";
            case SimulatedFault.StopEvents:
                worker.StopEvents();
                return "";
            default:
                worker.ClearFaults();
                return "";
        }
    }

    // Not given up half way when a client leaves: the worker would stay stopped.
    private static async Task RestartAsync(SimulatedWorker worker)
    {
        try
        {
            await worker.RestartAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is not IOException)
        {
            // sockets of HTTP and of ZMQ have exceptions of their own for a port that was taken meanwhile
            throw new IOException(e.Message, e);
        }
    }
}
