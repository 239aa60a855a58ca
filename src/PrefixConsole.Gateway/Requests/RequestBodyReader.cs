using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Reads a JSON body whole, within a bound. A worker is chosen from the body, so nothing can be forwarded before.</summary>
internal static class RequestBodyReader
{
    private const int FirstRead = 16 * 1024;
    private const int MostAtFirst = 256 * 1024;

    /// <summary>Body or error; the caller disposes of the body.</summary>
    public static async ValueTask<(PooledBuffer? Body, ApiError? Error)> ReadAsync(HttpContext context, long limit)
    {
        var request = context.Request;
        if (!IsJson(request))
        {
            return (null, new ApiError(StatusCodes.Status415UnsupportedMediaType, "The request must be uncompressed JSON in UTF-8 (Content-Type: application/json).", "unsupported_media_type"));
        }

        if (request.ContentLength > limit)
        {
            return (null, ApiError.TooLarge(limit));
        }

        // the bound is kept here, so that the error has the form the client expects
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        // a declared length is only believed once the bytes come: memory follows what was sent
        var body = new PooledBuffer((int)Math.Min(request.ContentLength + 1 ?? FirstRead, MostAtFirst));
        var keep = false;
        try
        {
            while (true)
            {
                var read = await request.Body.ReadAsync(body.GetMemory(1), context.RequestAborted);
                if (read == 0)
                {
                    keep = true;
                    return (body, null);
                }

                body.Advance(read);
                if (body.Length > limit)
                {
                    return (null, ApiError.TooLarge(limit));
                }
            }
        }
        catch (BadHttpRequestException e)
        {
            return (null, new ApiError(e.StatusCode, "The request body could not be read: " + e.Message, "bad_request_body") { CloseConnection = true });
        }
        finally
        {
            if (!keep)
            {
                body.Dispose();
            }
        }
    }

    private static bool IsJson(HttpRequest request) =>
        IsJson(request.ContentType)
        && (request.Headers.ContentEncoding.Count == 0 || request.Headers.ContentEncoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase));

    private static bool IsJson(string? contentType) =>
        contentType == MediaTypeNames.Application.Json
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)));
}
