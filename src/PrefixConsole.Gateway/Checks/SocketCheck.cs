using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Checks;

/// <summary>Whether the sockets of KV events take connections, rank by rank. What is published there shows only once a worker is subscribed to.</summary>
internal sealed class SocketCheck(IOptions<GatewayOptions> options, OwnAddresses own)
{
    public async Task<(CheckOutcome Outcome, string Text)> EventsAsync(KvEventSource? source, CancellationToken cancellationToken) => source switch
    {
        null => (CheckOutcome.NotAsked, "no endpoint typed: it can post them to the API, else its cache is only predicted"),
        _ when KvEventAddress.Parse(source.Endpoint) is not { Listens: false } => (CheckOutcome.Notice, "listened for once the worker is added: its engine connects to us"),
        _ => await ConnectAsync(source.Endpoint, source.Ranks, cancellationToken),
    };

    public async Task<(CheckOutcome Outcome, string Text)> ReplayAsync(KvEventSource? source, CancellationToken cancellationToken) => source?.ReplayEndpoint is { } endpoint
        ? await ConnectAsync(endpoint, source.Ranks, cancellationToken)
        : (CheckOutcome.NotAsked, source is null ? "no endpoint typed" : "no endpoint typed: batches that are missed stay missed");

    private async Task<(CheckOutcome Outcome, string Text)> ConnectAsync(string endpoint, int ranks, CancellationToken cancellationToken)
    {
        var address = KvEventAddress.Parse(endpoint) ?? throw new UnreachableException();
        var problems = await Task.WhenAll(Enumerable.Range(0, ranks).Select(r => ProblemOfAsync(address.ForRank(r), cancellationToken)));
        if (ranks == 1)
        {
            return problems[0] is { } problem ? (CheckOutcome.Failed, problem) : (CheckOutcome.Well, "takes connections");
        }

        var failed = Enumerable.Range(0, ranks).Where(r => problems[r] is not null).ToArray();
        return failed.Length == 0
            ? (CheckOutcome.Well, string.Create(CultureInfo.InvariantCulture, $"all {ranks} ranks take connections"))
            : (CheckOutcome.Failed, string.Create(
                CultureInfo.InvariantCulture,
                $"{ranks - failed.Length} of {ranks} ranks take connections; the first that does not, rank {failed[0]} at port {address.Port + failed[0]}: {problems[failed[0]]}"));
    }

    /// <summary>Null when a connection could be made.</summary>
    private async Task<string?> ProblemOfAsync(KvEventAddress address, CancellationToken cancellationToken)
    {
        var (found, problem) = await KvHostNames.ResolveAsync(address, options.Value.AllowPrivateWorkers, cancellationToken);
        if (found is null)
        {
            return problem;
        }

        var ip = IPAddress.Parse(found.ToUri().DnsSafeHost);
        if (own.Contains(ip, found.Port))
        {
            return "stands for an address this process listens on";
        }

        using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(ip, found.Port, cancellationToken);
            return null;
        }
        catch (SocketException e)
        {
            return WorkerFailure.IsRefused(e) ? "connection refused: nobody listens there" : e.Message;
        }
        catch (OperationCanceledException)
        {
            // Said of this rank, so that what is known of the others is not lost; who asked is told by the token.
            return "no answer in time";
        }
    }
}
