using Microsoft.Extensions.Time.Testing;

namespace PrefixConsole.Tests.Components.Strategy;

/// <summary>A clock that whoever asks it waits for until it is let go.</summary>
internal sealed class GatedTime : FakeTimeProvider, IDisposable
{
    private readonly ManualResetEventSlim _open = new();

    public void Open() => _open.Set();

    public override DateTimeOffset GetUtcNow()
    {
        _open.Wait();
        return base.GetUtcNow();
    }

    public void Dispose() => _open.Dispose();
}
