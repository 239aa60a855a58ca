using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace PrefixConsole.Benchmarks.ConsoleView;

/// <summary>Makes another .NET process collect all generations, as `dotnet-gcdump` does: so its heap holds what is in use and nothing else.</summary>
internal static class FullCollection
{
    // Keyword GCHeapCollect of the runtime's provider: a full collection when the session starts.
    private const long GcHeapCollect = 0x800000;

    public static async Task OfAsync(int processId, CancellationToken cancellationToken)
    {
        var client = new DiagnosticsClient(processId);
        using var session = await client.StartEventPipeSessionAsync(
            new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, GcHeapCollect), requestRundown: false, token: cancellationToken);

        // A session whose events nobody reads blocks at its end.
        var read = session.EventStream.CopyToAsync(Stream.Null, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        await session.StopAsync(cancellationToken);
        await read;
    }
}
