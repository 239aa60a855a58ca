namespace PrefixConsole.Storage.Writing;

/// <summary>The database does not answer; the message says why in words for an operator.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal static async Task<T> GuardAsync<T>(StoreState state, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (error is not OperationCanceledException && StoreFault.Is(error))
        {
            throw new StoreUnavailableException($"Stored history at {state.View.Location} is not reachable: {StoreFault.Cause(error).TrimEnd('.')}.", error);
        }
    }
}
