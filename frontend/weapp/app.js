// The mini-program around the field app (小程序外壳). It keeps nothing and asks for nothing of the telephone.
App({});
