namespace PrefixConsole.Components.Controls;

/// <summary>
/// Lets only the newest of several reads count: each gets a token that is cancelled when the next one begins or the page is left. Look at the token
/// after every await before keeping what was read.
/// </summary>
internal sealed class NewestRead : IDisposable
{
    private CancellationTokenSource? _source;
    private bool _left;

    public CancellationToken Begin()
    {
        Stop();
        _source = _left ? null : new CancellationTokenSource();
        return _source?.Token ?? new CancellationToken(canceled: true);
    }

    /// <summary>What is being read no longer counts.</summary>
    public void Stop()
    {
        _source?.Cancel();
        _source?.Dispose();
        _source = null;
    }

    public void Dispose()
    {
        _left = true;
        Stop();
    }
}
