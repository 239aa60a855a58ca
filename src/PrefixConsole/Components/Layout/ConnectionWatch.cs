using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PrefixConsole.Components.Layout;

/// <summary>Notes when a browser is out of reach, for the charts of its own pages.</summary>
internal sealed class ConnectionWatch(ConsoleSession session, TimeProvider time) : CircuitHandler
{
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        session.Leave(time.GetUtcNow());
        return Task.CompletedTask;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        session.Return(time.GetUtcNow());
        return Task.CompletedTask;
    }
}
