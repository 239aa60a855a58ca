using PrefixConsole.Storage.Configuration;

namespace PrefixConsole.Storage.Writing;

/// <summary>What the writer knows of itself, for readers on other threads.</summary>
public sealed class StoreState
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private StoreView _view;
    private long _skipped;
    private long _dropped;
    private long _stored;

    public StoreState(StoreConnection connection, TimeProvider time)
    {
        _time = time;
        _view = new StoreView(
            connection.Provider == StorageProviders.None ? StoreStatus.Off : StoreStatus.Opening,
            connection.Provider, connection.Location, "", time.GetUtcNow(), 0, 0, 0, 0, 0, null, 0);
    }

    /// <summary>Raised when the status, the number of waiting rows or that of stored or lost decisions changes; handlers only signal.</summary>
    public event Action? Changed;

    public StoreView View
    {
        get
        {
            lock (_gate)
            {
                return _view with
                {
                    DecisionsStored = Volatile.Read(ref _stored),
                    DecisionsSkipped = Volatile.Read(ref _skipped),
                    DecisionsDropped = Volatile.Read(ref _dropped),
                };
            }
        }
    }

    internal void Set(StoreStatus status, string cause = "") => Update(view => view.Status == status && view.Cause == cause
        ? view
        : view with { Status = status, Cause = cause, Since = view.Status == status ? view.Since : _time.GetUtcNow() });

    internal void SetWaiting(int waiting, int spooled) => Update(view => view with { Waiting = waiting, Spooled = spooled });

    internal void SetBytes(long bytes) => Update(view => view with { DecisionBytes = bytes });

    internal void Reject() => Update(view => view with { Rejected = view.Rejected + 1 });

    internal void Skip() => Interlocked.Increment(ref _skipped);

    internal void Drop(int rows)
    {
        Interlocked.Add(ref _dropped, rows);
        Changed?.Invoke();
    }

    internal void Store(int rows)
    {
        Interlocked.Add(ref _stored, rows);
        Changed?.Invoke();
    }

    private void Update(Func<StoreView, StoreView> change)
    {
        lock (_gate)
        {
            var next = change(_view);
            if (next == _view)
            {
                return;
            }

            _view = next;
        }

        Changed?.Invoke();
    }
}
