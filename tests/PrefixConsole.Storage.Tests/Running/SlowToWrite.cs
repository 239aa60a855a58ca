using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PrefixConsole.Storage.Tests.Running;

/// <summary>A database that does not finish what it is given to store until it is let go.</summary>
internal sealed class SlowToWrite : SaveChangesInterceptor, IDisposable
{
    private volatile TaskCompletionSource? _held;

    /// <summary>Completes when something waits to be stored.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo()
    {
        _held?.TrySetResult();
        _held = null;
    }

    // A test that fails while it holds something would else wait for the writer for ever.
    public void Dispose() => LetGo();

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (_held is { } held)
        {
            Asked.TrySetResult();
            await held.Task;
        }

        return result;
    }
}
