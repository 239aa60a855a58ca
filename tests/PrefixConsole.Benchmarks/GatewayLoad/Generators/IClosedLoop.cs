namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>Sends requests on a number of connections, on each the next when the last was answered.</summary>
internal interface IClosedLoop
{
    string Name { get; }

    Task<LoadResult> RunAsync(Uri address, BodySet bodies, int connections, TimeSpan duration, CancellationToken cancellationToken);
}
