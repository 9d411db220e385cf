namespace TextVae.Onnx;

/// <summary>
/// An exported model that cannot be used as it is. The message is one paragraph: what was found, where, and what to do.
/// </summary>
public sealed class OnnxModelException : Exception
{
    /// <summary>Makes the error with its whole message.</summary>
    public OnnxModelException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
