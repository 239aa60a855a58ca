using Microsoft.AspNetCore.Http;

namespace PrefixConsole.Gateway.Requests;

/// <summary>An error of the gateway itself, as OpenAI's <c>error</c> object has it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">For people; holds nothing of the prompt.</param>
/// <param name="Code">For programs; also the error in the decision log.</param>
/// <param name="Param">The field at fault; null when it is none.</param>
internal sealed record ApiError(int Status, string Message, string Code, string? Param = null)
{
    /// <summary>The rest of the request is not read: the connection cannot be used again.</summary>
    public bool CloseConnection { get; init; }

    /// <summary>Seconds for <c>Retry-After</c>; null for none.</summary>
    public int? RetryAfter { get; init; }

    public string Type => Status switch
    {
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    public string AnthropicType => Status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status404NotFound => "not_found_error",
        StatusCodes.Status413PayloadTooLarge => "request_too_large",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        StatusCodes.Status503ServiceUnavailable => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };

    public static ApiError Invalid(string message, string? param = null, string code = "invalid_request") =>
        new(StatusCodes.Status400BadRequest, message, code, param);

    public static ApiError TooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The request body is larger than the {limit:N0} bytes this gateway takes.", "request_too_large") { CloseConnection = true };
}
