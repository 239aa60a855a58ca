using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Revisions;

/// <summary>
/// A setting on its way from the database into memory. Until it has been taken, what is in memory must not be written: it would replace what
/// is stored and was never seen.
/// </summary>
public sealed class SettingLoad : IDisposable
{
    // A database that is known to be away may take long to say so again; whether it can be read all the same is worth a short wait at the start.
    private static readonly TimeSpan s_firstTry = TimeSpan.FromSeconds(2);

    private readonly StoreState _state;
    private readonly Func<CancellationToken, Task> _read;
    private readonly CancellationTokenSource _over = new();
    private int _reading;
    private volatile bool _done;

    private SettingLoad(StoreState state, Func<CancellationToken, Task> read)
    {
        _state = state;
        _read = read;
    }

    public void Dispose()
    {
        _state.Changed -= OnStoreChanged;
        _over.Cancel();
        _over.Dispose();
    }

    /// <summary>Reads now, or when the database first answers.</summary>
    /// <param name="state">Of the database.</param>
    /// <param name="read">Reads and takes; throws <see cref="StoreUnavailableException"/> when it cannot.</param>
    /// <param name="cancellationToken">Of the start.</param>
    internal static async Task<SettingLoad> StartAsync(StoreState state, Func<CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        var load = new SettingLoad(state, read);
        await load.StartAsync(cancellationToken);
        return load;
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryFirstAsync(cancellationToken))
        {
            _state.Changed += OnStoreChanged;

            // It may have come back between the two.
            OnStoreChanged();
        }
    }

    private async Task<bool> TryFirstAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_state.View.Status == StoreStatus.Failing)
        {
            patience.CancelAfter(s_firstTry);
        }

        try
        {
            return await TryAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void OnStoreChanged()
    {
        if (_state.View.Status == StoreStatus.Ready && Interlocked.Exchange(ref _reading, 1) == 0)
        {
            // The event comes from the writer's thread, which must not wait for a read.
            _ = Task.Run(AgainAsync);
        }
    }

    private async Task AgainAsync()
    {
        try
        {
            if (await TryAsync(_over.Token))
            {
                _state.Changed -= OnStoreChanged;
            }
        }
        catch (OperationCanceledException)
        {
            // The program stops.
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        if (!_done)
        {
            try
            {
                await _read(cancellationToken);
                _done = true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }

        return true;
    }
}
