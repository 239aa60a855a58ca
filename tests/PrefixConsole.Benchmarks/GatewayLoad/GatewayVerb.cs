using System.CommandLine;
using PrefixConsole.Benchmarks.GatewayLoad.Contenders;

namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>
/// `gateway`: the application as shipped, plain YARP, tuned YARP and nginx before one echo server, each a process of its own, in
/// interleaved rounds of one run. Its hidden subcommands are those processes.
/// </summary>
internal static class GatewayVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds; every contender runs once in each.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 5 };
        var connections = new Option<string>("--connections") { Description = "Concurrencies of the closed loop.", DefaultValueFactory = _ => "8,32,128" };
        var bodies = new Option<string>("--bodies") { Description = "Prompt sizes of the closed loop, in KB.", DefaultValueFactory = _ => "2k,220k" };
        var parts = new Option<string>("--parts") { Description = $"Any of {string.Join(',', LoadParts.Default)} (the default) and {LoadParts.Settings}.", DefaultValueFactory = _ => string.Join(',', LoadParts.Default) };
        var generator = new Option<string>("--generator") { Description = "Closed loop by wrk, by the program itself, or auto: wrk where it is installed.", DefaultValueFactory = _ => "auto" };
        var app = new Option<string?>("--app") { Description = "PrefixConsole.dll to measure; default the one built with this program." };
        var baseline = new Option<string?>("--baseline") { Description = "Another PrefixConsole.dll to run beside it, such as the build before a change." };
        var command = new Command("gateway", "What the gateway costs beside plain YARP and nginx: rate, latency and CPU per request; what watching consoles cost.")
        {
            rounds, seconds, connections, bodies, parts, generator, app, baseline,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = LoadOptions.Check(
                parsed.GetValue(rounds),
                parsed.GetValue(seconds),
                parsed.GetValue(connections)!,
                parsed.GetValue(bodies)!,
                parsed.GetValue(parts)!,
                parsed.GetValue(generator)!,
                parsed.GetValue(app),
                parsed.GetValue(baseline));
            return await new GatewayRun(options, output, error).RunAsync(cancellationToken);
        });
        command.Add(EchoServer.CreateCommand());
        command.Add(YarpProxy.CreateCommand());
        command.Add(HubClients.CreateCommand());
        return command;
    }
}
