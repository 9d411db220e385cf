using System.Reflection;
using TorchSharp;
using Xunit.v3;

namespace TextVae.Tests;

/// <summary>
/// Holds the tensors of a test until its end. What is in the middle of an expression is held by nobody else, and TorchSharp 0.107
/// does not keep it alive while libtorch reads it, so that a collection on another thread would free it.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TensorScopeAttribute : BeforeAfterTestAttribute
{
    // A scope belongs to a thread, which an asynchronous test may leave.
    [ThreadStatic]
    private static DisposeScope? _scope;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (methodUnderTest.ReturnType == typeof(void))
            _scope = torch.NewDisposeScope();
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        _scope?.Dispose();
        _scope = null;
    }
}
