using System.CommandLine;
using Microsoft.AspNetCore.SignalR.Client;

namespace PrefixConsole.Benchmarks.GatewayLoad.Contenders;

/// <summary>Clients of the telemetry hub, in a process of their own: each reads the live tail and the fleet, and how many batches came is told every second.</summary>
internal static class HubClients
{
    public const string Verb = "hub-clients";

    private static readonly TimeSpan s_report = TimeSpan.FromSeconds(1);

    public static Command CreateCommand()
    {
        var console = new Argument<string>("console");
        var count = new Option<int>("--count") { Required = true };
        var command = new Command(Verb) { console, count };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(new Uri(parsed.GetValue(console)!), parsed.GetValue(count), cancellationToken));
        return command;
    }

    private static async Task RunAsync(Uri console, int count, CancellationToken cancellationToken)
    {
        long batches = 0;
        for (var i = 0; i < count; i++)
        {
            var client = new HubConnectionBuilder().WithUrl(new Uri(console, "/hubs/telemetry"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(Starter.ApiToken)).Build();
            await client.StartAsync(cancellationToken);
            _ = ReadAsync(client, "StreamDecisions", [null]);
            _ = ReadAsync(client, "StreamWorkers", []);
        }

        // Ends with the process that started it.
        while (true)
        {
            await Task.Delay(s_report, cancellationToken);
            Console.WriteLine(FormattableString.Invariant($"batches {Interlocked.Read(ref batches)}"));
        }

        async Task ReadAsync(HubConnection client, string stream, object?[] arguments)
        {
            await foreach (var _ in client.StreamAsyncCore<object>(stream, arguments, cancellationToken))
            {
                Interlocked.Increment(ref batches);
            }
        }
    }
}
