using System.Text.Json;
using System.Text.Json.Serialization;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Api;

/// <summary>Reads JSON bodies strictly: bounded, no unknown or repeated fields, and every refusal says why.</summary>
internal static class ApiBody
{
    /// <summary>Largest body in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        // a prompt request may be 64 deep, and POST /api/try has one inside
        MaxDepth = 68,
    };

    /// <summary>A value, or the problem to answer with.</summary>
    /// <param name="request">Has the body.</param>
    /// <param name="optional">An empty body is the default value.</param>
    /// <param name="maxBytes">Largest body.</param>
    public static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(HttpRequest request, bool optional = false, int maxBytes = MaxBytes)
        where T : class, new()
    {
        var (bytes, length) = await ReadBytesAsync(request, maxBytes);
        if (length > maxBytes)
        {
            return (null, ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The body must be at most {maxBytes} bytes."));
        }

        if (length == 0)
        {
            return optional ? (new T(), null) : (null, Malformed("The body is empty; a JSON object is expected."));
        }

        if (!request.HasJsonContentType())
        {
            return (null, ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "not_json", "The content type must be application/json."));
        }

        try
        {
            var value = JsonSerializer.Deserialize<T>(bytes.AsSpan(0, length), s_json);
            return value is null ? (null, Malformed("The body is null; a JSON object is expected.")) : (value, null);
        }
        catch (JsonException error)
        {
            return (null, Malformed(error.Message, error.Path));
        }
    }

    private static IResult Malformed(string reason, string? path = null) => ApiProblem.Of(
        StatusCodes.Status400BadRequest,
        "malformed_json",
        reason,
        ("errors", new[] { new FieldError(path ?? "$", reason) }));

    /// <summary>Reads one byte past the limit at most, so that a body without a length cannot grow.</summary>
    private static async Task<(byte[] Bytes, int Length)> ReadBytesAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
        {
            return ([], maxBytes + 1);
        }

        var buffer = new byte[(int)(request.ContentLength ?? maxBytes) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return (buffer, length);
    }
}
