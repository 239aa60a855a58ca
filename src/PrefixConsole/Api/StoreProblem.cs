using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Api;

/// <summary>Answers for requests that need the database.</summary>
internal static class StoreProblem
{
    /// <summary>503 for a question about stored rows when nothing is stored: an empty list would say that there was nothing.</summary>
    public static IResult Off { get; } = ApiProblem.Of(
        StatusCodes.Status503ServiceUnavailable, "store_off", "Nothing is stored: Storage:Provider is none. Leave out range, from and to for what is in memory.");

    /// <summary>503 that says why, when the database does not answer or holds what cannot be read.</summary>
    public static async Task<IResult> GuardAsync(Func<Task<IResult>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (error is StoreUnavailableException or InvalidDataException)
        {
            return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "store_unavailable", error.Message);
        }
    }
}
