// The build of Alpine that needs no eval has no types of its own.
declare module "@alpinejs/csp" {
  import Alpine from "alpinejs";
  export default Alpine;
}
