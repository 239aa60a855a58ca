using System.Buffers.Binary;
using System.CommandLine;
using NetMQ;
using NetMQ.Sockets;

namespace PrefixConsole.Benchmarks.Ingest;

/// <summary>The engines, in a process of their own: one publishing socket per worker. Sends a round, one batch of each worker, for every credit it is given.</summary>
internal static class PublisherProgram
{
    public const string Name = "publish";

    public static Command CreateCommand()
    {
        var workers = new Option<int>("--workers") { Required = true };
        var command = new Command(Name, "The engines of a run.") { workers };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) =>
        {
            Run(parsed.GetValue(workers), cancellationToken);
            return Task.CompletedTask;
        });
        return command;
    }

    private static void Run(int workers, CancellationToken cancellationToken)
    {
        var sets = Enumerable.Range(0, workers).Select(w => new BatchSet(w)).ToArray();
        var sockets = Enumerable.Range(0, workers).Select(_ => new XPublisherSocket()).ToArray();
        using var credits = new PullSocket();
        credits.Options.ReceiveHighWatermark = 0;
        var creditPort = credits.BindRandomPort("tcp://127.0.0.1");
        var ports = new List<int>();
        foreach (var socket in sockets)
        {
            // nothing is dropped here: who grants credits bounds what is under way
            socket.Options.SendHighWatermark = 0;
            ports.Add(socket.BindRandomPort("tcp://127.0.0.1"));
        }

        Console.WriteLine($"ports {creditPort} {string.Join(' ', ports)}");
        foreach (var socket in sockets)
        {
            socket.ReceiveFrameBytes();
        }

        Console.WriteLine("subscribed");
        var sequence = new byte[sizeof(ulong)];
        for (var round = 0L; !cancellationToken.IsCancellationRequested; round++)
        {
            credits.ReceiveFrameBytes();
            BinaryPrimitives.WriteInt64BigEndian(sequence, round);
            for (var w = 0; w < workers; w++)
            {
                sockets[w].SendMoreFrameEmpty().SendMoreFrame(sequence).SendFrame(sets[w].Payload(round));
            }
        }
    }
}
