using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Api;

/// <summary>
/// Errors of the admin API: <c>application/problem+json</c> (RFC 9457) with a stable <c>code</c> and, for invalid input,
/// <c>errors: [{"field", "message"}]</c> with all that is wrong at once.
/// </summary>
internal static class ApiProblem
{
    public static IResult Invalid(IEnumerable<FieldError> errors) =>
        Of(StatusCodes.Status400BadRequest, "invalid_input", "The input is not valid.", ("errors", errors.ToArray()));

    public static IResult Invalid(string field, string message) => Invalid([new FieldError(field, message)]);

    public static IResult NotFound(string what) => Of(StatusCodes.Status404NotFound, "not_found", $"There is no such {what}.");

    public static IResult Of(int status, string code, string detail, params (string Name, object? Value)[] more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in more)
        {
            extensions[name] = value;
        }

        return Results.Problem(detail: detail, statusCode: status, extensions: extensions);
    }
}
